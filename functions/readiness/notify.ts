import { isAnswered } from '../shared/aws-errors';
import type { Surroundings } from '../shared/create-handler';
import type { Inspector } from './aws';
import { type Environment, type Known, LATEST_KEY, type Report } from './contract';
import { composeMail } from './mail';
import { type News, newsFor } from './news';

/** A mail whose answer was lost may have arrived: it is sent three times at most (docs/adr/0017). */
const MOST_LOST_ANSWERS = 3;

/** What people know once a report that needs no mail is written. */
export function knownWithoutMail(report: Report): Known | undefined {
  const news = newsFor(report.known, report);
  return news.isDue ? report.known : knownBy(news);
}

/**
 * Sends a mail when a check becomes not-ready, or is no longer: what is only degraded can wait for the day. The report that
 * is read next says what people know, so a mail that could not be sent is due again with it.
 */
export async function notify(
  inspector: Inspector,
  report: Report,
  { environment, logger }: Surroundings<Environment>,
): Promise<void> {
  const news = newsFor(report.known, report);
  if (!news.isDue) return;
  const { TOPIC_ARN, EVIDENCE_BUCKET_NAME: bucket } = environment;
  const known = await inspector.notify(TOPIC_ARN, composeMail(report, news, environment)).then(
    () => knownBy(news),
    (error: unknown) => {
      logger.error('the mail could not be sent', { error: error instanceof Error ? error : String(error) });
      return knownAfter(error, report.known, news);
    },
  );
  try {
    await inspector.write(bucket, LATEST_KEY, JSON.stringify({ ...report, known }, null, 2));
  } catch (error) {
    logger.error('that a mail was sent could not be recorded', {
      error: error instanceof Error ? error : String(error),
    });
  }
}

/** What people know once they have read of it. */
function knownBy({ notReady }: News): Known {
  return { notReady: [...notReady], lostAnswers: 0 };
}

function knownAfter(error: unknown, before: Known | undefined, news: News): Known | undefined {
  if (isAnswered(error)) return before;
  const lostAnswers = (before?.lostAnswers ?? 0) + 1;
  return lostAnswers >= MOST_LOST_ANSWERS ? knownBy(news) : { notReady: before?.notReady ?? [], lostAnswers };
}
