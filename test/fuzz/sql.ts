import { type ClusterData, type DataSession, type DataStore, SqlError } from '../../simulator/data/data-store';

/** A store whose clusters refuse, as a database does, each statement that the one behind it does not know. */
export function answeringSql(store: DataStore): DataStore {
  return {
    create: async () => answering(await store.create()),
    restore: async (snapshot) => answering(await store.restore(snapshot)),
    close: () => store.close(),
  };
}

function answering(data: ClusterData): ClusterData {
  return {
    query: (...args) => data.query(...args),
    connect: async (login, database) => refusing(await data.connect(login, database)),
    get loginRevision() {
      return data.loginRevision;
    },
    size: () => data.size(),
    snapshot: () => data.snapshot(),
    replicate: async () => {
      const replica = await data.replicate();
      return { promote: async (upToMs) => answering(await replica.promote(upToMs)), remove: () => replica.remove() };
    },
    restoreTo: async (atMs) => answering(await data.restoreTo(atMs)),
    keepsLog: data.keepsLog,
    remove: () => data.remove(),
  };
}

function refusing(session: DataSession): DataSession {
  return {
    async execute(sql, values) {
      try {
        return await session.execute(sql, values);
      } catch (error) {
        if (error instanceof SqlError) throw error;
        throw new SqlError('syntax error', '42601');
      }
    },
    get isConnected() {
      return session.isConnected;
    },
    get inTransaction() {
      return session.inTransaction;
    },
    end: () => session.end(),
  };
}
