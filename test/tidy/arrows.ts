import { byFile, type Import, importsOf } from './imports';
import { type Problems, type SourceFile, topFolder } from './tree';

/** `true`: any file of that folder; patterns: only those paths. */
type Allowed = Readonly<Record<string, true | readonly RegExp[]>>;

const CONTRACT = /^functions\/\w+\/contract\.ts$/;
/** What names and shapes things that functions and templates share, and runs nothing. */
const SHARED_WORDS = /^functions\/shared\/(backup-schedule|content-limits|manifest|names)\.ts$/;
const SETTINGS = /^functions\/\w+\/(.+\/)?settings\.ts$/;
/** What AWS charges for a unit: read by whoever says what something costs. */
const UNIT_PRICES = /^cost\/prices\.ts$/;
const CONFIGURATION = /^infra\/config[/.]/;
/** The one judge of a state machine's definition, which runs nothing. */
const DEFINITION_JUDGE = /^simulator\/asl\/validation\/validate-definition\.ts$/;

/** By folder, what its files may import; docs/ARCHITECTURE.md says why. A folder that is not here imports itself alone. */
const ARROWS: Readonly<Record<string, Allowed>> = {
  functions: { functions: true },
  infra: {
    infra: true,
    input: true,
    functions: [CONTRACT, SETTINGS, SHARED_WORDS],
    simulator: [DEFINITION_JUDGE],
    cost: [UNIT_PRICES],
  },
  assembly: { assembly: true, functions: [CONTRACT, /^functions\/readiness\/published\.ts$/] },
  cost: {
    cost: true,
    assembly: true,
    infra: [CONFIGURATION, /^infra\/(names|backup-rules)\.ts$/],
    functions: [SHARED_WORDS],
  },
  simulator: { simulator: true, input: true, assembly: true },
  rehearsal: { rehearsal: true, input: true, simulator: true, assembly: true, cost: true, functions: true },
  cli: {
    cli: true,
    rehearsal: true,
    input: true,
    simulator: true,
    assembly: true,
    cost: true,
    infra: [CONFIGURATION],
    functions: [CONTRACT],
  },
  bench: {
    bench: true,
    cli: true,
    rehearsal: true,
    functions: true,
    simulator: true,
    assembly: true,
    cost: true,
    infra: true,
  },
};

/** Whatever stands between: these never reach those. */
const NEVER_REACHES: readonly { readonly from: string; readonly to: RegExp; readonly why: string }[] = [
  {
    from: 'simulator',
    to: /^(functions|infra|rehearsal|cli|cost|bench|test|workload)\//,
    why: 'the simulator knows AWS and no product; give it the value from outside, or move the file to rehearsal/',
  },
  {
    from: 'infra',
    to: /^(@aws-sdk|@middy|@aws-lambda-powertools)\//,
    why: 'a template is made from what names and shapes things, not from what runs in Lambda',
  },
];

/** Each import that its folder may not have. */
export function checkArrows(files: readonly SourceFile[]): Problems {
  const imports = importsOf(files);
  return [...imports.flatMap(problemOf), ...reached(imports)];
}

function problemOf({ from, to, names }: Import): Problems {
  if (to === undefined) return [];
  const [room, target] = [topFolder(from), topFolder(to)];
  if (room === 'test') return [];
  const allowed = room === target ? true : (ARROWS[room]?.[target] ?? []);
  if (allowed !== true && !allowed.some((pattern) => pattern.test(to)))
    return [`${from} imports ${names} from ${to}: ${room} may import ${inWords(room)}`];
  return betweenFunctions(from, to)
    ? [
        `${from} imports ${names} from ${to}: a function knows of another only its contract.ts; what both need goes to functions/shared`,
      ]
    : [];
}

function betweenFunctions(from: string, to: string): boolean {
  const [one, other] = [from, to].map((path) => /^functions\/(\w+)\//.exec(path)?.[1]);
  if (one === undefined || other === undefined || one === other || other === 'shared') return false;
  return one === 'shared' || !CONTRACT.test(to);
}

function inWords(room: string): string {
  const others = Object.entries(ARROWS[room] ?? {})
    .filter(([folder]) => folder !== room)
    .map(([folder, allowed]) => (allowed === true ? folder : `of ${folder} only ${allowed.map(readable).join(', ')}`));
  return others.length === 0 ? 'nothing but itself' : others.join('; ');
}

function readable({ source }: RegExp): string {
  return source.replace(/[\\^$]/g, '');
}

function reached(imports: readonly Import[]): Problems {
  return NEVER_REACHES.flatMap(({ from, to, why }) => {
    const ways = waysFrom(from, imports);
    return Array.from(ways)
      .filter(([target]) => to.test(target))
      .map(([target, way]) => `${way.join(' → ')} → ${target}: ${why}`);
  });
}

/** Every file and package that the folder's files load, each with a shortest way to it. */
function waysFrom(folder: string, imports: readonly Import[]): ReadonlyMap<string, readonly string[]> {
  const loaded = byFile(imports.filter(({ isType }) => !isType));
  const ways = new Map<string, readonly string[]>();
  const queue = [...loaded.keys()].filter((path) => topFolder(path) === folder);
  for (const path of queue) ways.set(path, []);
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    for (const { to, specifier } of loaded.get(path) ?? []) {
      const target = to ?? specifier;
      if (ways.has(target)) continue;
      ways.set(target, [...(ways.get(path) ?? []), path]);
      queue.push(target);
    }
  }
  return ways;
}
