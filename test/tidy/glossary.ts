import type { Word } from './words';

/** The part of CONTRIBUTING.md's glossary that a pattern finds without finding English that is right. */
export const GLOSSARY: readonly Word[] = [
  { name: 'mend', pattern: /\bmend(s|ed|ing)?\b/i, write: 'fix' },
  { name: 'tell', pattern: /\b(tell(s|ing)?|(un)?told)\b/i, write: 'notify, report or say' },
  { name: 'lead', pattern: /\b(leads?|led|leading) to\b/i, write: 'route to or resolve to' },
  {
    name: 'put',
    pattern:
      /\bputs? (that|the|its|a|no|this) (\w+ )?metric|\bmetric is put|\b(is|are) put (every|each|again|as)\b|\bnot put\b/i,
    write: 'publish',
  },
  { name: 'look', pattern: /\blook(s|ed|ing)?\b/i, write: 'check, read, find or inspect' },
  { name: 'landing', pattern: /\bland(s|ed|ing)\b/i, write: 'completes (of a copy) or arrives' },
  { name: 'extra', pattern: /\bextras?\b/i, write: 'on-demand backup' },
  { name: 'silence', pattern: /\bsilence\b|\b(is|are|was|falls?|fell) silent\b/i, write: 'does not answer or no data' },
  { name: 'on trial', pattern: /\bon trial\b/i, write: 'under validation' },
  { name: 'given up', pattern: /\b(given|gives?) up\b/i, write: 'abandoned, stopped or no longer tracked' },
  { name: 'heed', pattern: /\bheed(s|ed|ing)?\b/i, write: 'use or take effect' },
  { name: 'asked for by', pattern: /\basked for by\b/i, write: 'requested by' },
  { name: 'what is where', pattern: /\bwhat (is|stands) where\b/i, write: 'repository layout, or what exists' },
  { name: 'as it was made', pattern: /\bas it was made\b/i, write: 'has drifted from the template' },
  { name: 'come to pass', pattern: /\b(come|came) to pass\b/i, write: 'happened or completed' },
  { name: 'speaks against', pattern: /\bspeaks? against\b/i, write: 'rules out' },
  { name: 'ordered', pattern: /\bthat was ordered\b/i, write: 'injected (of a fault) or requested' },
];
