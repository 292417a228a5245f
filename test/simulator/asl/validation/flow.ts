import { both, choice, of, one, pass, recovering, workflow, type Refusal } from './definitions';

/** Where states lead, and what they are called. */
export const FLOW: readonly Refusal[] = [
  {
    kind: 'a machine without an end',
    refused: of({ A: { ...pass, Next: 'B' }, B: { ...pass, Next: 'A' } }),
    says: 'MISSING_END_STATE: Workflow has no terminal state at null',
    accepted: [
      of({ A: { Type: 'Choice', Choices: [{ Condition: true, Next: 'A' }], Default: 'B' }, B: { Type: 'Fail' } }),
      of({ A: { ...pass, Next: 'B' }, B: { Type: 'Succeed' } }),
      // Of the machine alone: measured.
      both({ StartAt: 'B', States: { B: { ...pass, Next: 'C' }, C: { ...pass, Next: 'B' } } }),
    ],
  },
  {
    kind: 'a machine whose only way leads nowhere',
    refused: of({ A: { ...pass, Next: 'Nowhere' } }),
    says: "MISSING_TRANSITION_TARGET: Missing 'Next' target: Nowhere at /States/A/Next, MISSING_END_STATE: Workflow has no terminal state at null",
    accepted: [of({ A: { ...pass, Next: 'B' }, B: { ...pass, End: true } })],
  },
  {
    kind: 'a default that is no state',
    refused: of({
      A: { Type: 'Choice', Choices: [{ Condition: true, Next: 'B' }], Default: 'C' },
      B: { Type: 'Succeed' },
    }),
    says: "MISSING_TRANSITION_TARGET: Missing 'Next' target: C at /States/A/Default",
    accepted: [choice({ Condition: true, Next: 'B' }), choice({ Condition: '{% $states.input.a %}', Next: 'B' })],
  },
  {
    kind: 'a StartAt that is no state',
    refused: of({ A: { ...pass, End: true } }, { StartAt: 'Nope' }),
    says: `MISSING_TRANSITION_TARGET: Missing 'Next' target: Nope at /StartAt, MISSING_TRANSITION_TARGET: State "A" is not reachable. at /States/A`,
    accepted: [one(pass)],
  },
  {
    kind: 'a state that nothing leads to',
    refused: of({ A: { ...pass, End: true }, 'a/b': { ...pass, Next: 'A' } }),
    says: 'MISSING_TRANSITION_TARGET: State "a/b" is not reachable. at /States/a/b',
    accepted: [
      of({ A: { ...pass, Next: 'B' }, B: { ...pass, End: true } }),
      recovering('Catch', ['Busy']),
      choice({ Condition: true, Next: 'A' }),
    ],
  },
  {
    kind: 'a state inside a branch that nothing leads to',
    refused: both({ StartAt: 'B', States: { B: { ...pass, End: true }, C: { ...pass, End: true } } }),
    says: 'MISSING_TRANSITION_TARGET: State "C" is not reachable. at /States/A/Branches[0]/States/C',
    accepted: [both({ StartAt: 'B', States: { B: { ...pass, Next: 'C' }, C: { ...pass, End: true } } })],
  },
  {
    kind: 'a branch that leads out of itself',
    refused: of({
      A: { Type: 'Parallel', Branches: [{ StartAt: 'B', States: { B: { ...pass, Next: 'C' } } }], Next: 'C' },
      C: { Type: 'Succeed' },
    }),
    says: "MISSING_TRANSITION_TARGET: Missing 'Next' target: C at /States/A/Branches[0]/States/B/Next",
    accepted: [both(workflow('B'), workflow('C'))],
  },
  {
    kind: 'a name twice, in two branches',
    refused: both(workflow('X'), workflow('X')),
    says: 'DUPLICATE_STATE_NAME: Duplicate State name: X at /States/A/Branches[1]/States/X',
    accepted: [both(workflow('X'), workflow('Y')), both(workflow('X'), workflow('x')), both(workflow('a'))],
  },
  {
    kind: 'a label twice',
    refused: both(
      workflow('B', { Type: 'Map', Label: 'each', ItemProcessor: workflow('C') }),
      workflow('D', { Type: 'Map', Label: 'each', ItemProcessor: workflow('E') }),
    ),
    says: 'DUPLICATE_LABEL_NAME: Duplicate Label name: each at /States/A/Branches[1]/States/D/Label',
    accepted: [
      both(
        workflow('B', { Type: 'Map', Label: 'each', ItemProcessor: workflow('C') }),
        workflow('D', { Type: 'Map', Label: 'other', ItemProcessor: workflow('E') }),
      ),
    ],
  },
  {
    kind: 'a name twice, outside and inside a Map',
    refused: one({ Type: 'Map', ItemProcessor: workflow('A') }),
    says: 'DUPLICATE_STATE_NAME: Duplicate State name: A at /States/A/ItemProcessor/States/A',
    accepted: [one({ Type: 'Map', ItemProcessor: workflow('Each') })],
  },
];
