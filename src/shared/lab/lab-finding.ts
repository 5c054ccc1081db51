/**
 * What can be found wrong with a lab, as values: a code with its figures, a sentence in English,
 * and where in which file to look. The sentence is for a terminal; a screen says it by the code,
 * in its own language. How anything is found it must not know.
 */
import { z } from 'zod';

/** Everything that can be found, with the clause a terminal prints; {name} puts in a detail. */
const FINDING_TEXTS = {
  unreadable: '{file} cannot be read: {why}',
  invalid: '{file} is not as it should be: {why}',
  otherId: 'the lab calls itself {id} and its folder is {folder}',
  twiceCheck: 'there is more than one check {id}',
  twiceTask: 'there is more than one task {id}',
  noText: '{path} has no text in {locale}',
  twicePart: '{where} has more than one part {id}',
  unknownCheck: '{where} names the check {id}, which there is not',
  unknownTask: 'there is no task {id} to require',
  unreadableExpression: '{where}: {why}',
  unreadableSelector: '{where}: {why}',
  unusedCheck: 'the check {id} belongs to no task',
  gateWithoutHint: 'the check {id} must be passed and its task has no hint',
  badGuard: '{where} is guarded by {id}, which is no check above it',
  notSealedInKey: '{where} is sealed and the key does not hold it',
  experimentTooLong: '{where} takes {days} days of simulated time; {most} are tried at most',
  openSolution: '{where} shows its solution in a lab that is graded: put it into the key',
  noSolution: '{where} has no solution',
  predictsNothing: '{where} is about {id}, no experiment',
  otherKindOfSolution: '{where} asks for {type} and its solution is of another kind',
  measuredQuestion: '{where} is a question: only what a prediction is about can be measured',
  strayOption: '{where} has the solution {id}, which is no option',
  otherKey: 'the key is for {lab}, revision {revision}',
  noReference: 'the key has no reference: nothing shows that the lab can be solved',
  startRefused: 'the start is refused: {why}',
  roomRefused: 'the room cannot be built: {why}',
  untouchedRefused: 'the untouched room: {why}',
  untouchedPasses: 'the untouched room scores {score}, at most {most}',
  referenceRefused: 'the reference {name} is refused: {why}',
  referenceMisses: 'the reference {name} misses {checks} (score {score})',
  idleStep: 'the reference {name} passes every check without its step {step}',
  missRefused: 'the near miss {name} is refused: {why}',
  missFailsOther: 'the near miss {name} should fail {wanted} and fails {found}',
  twiceObjective: 'there is more than one objective {id}',
  unknownObjective: '{where} names the objective {id}, which there is not',
  otherThings: '{where} is about {found}, and is asked of {wanted}',
  noDraw: 'nothing can be drawn: {why}',
} as const;
export type FindingCode = keyof typeof FINDING_TEXTS;

/** The codes, for whoever lists or translates them. */
// The keys of a constant object are its own type; `Object.keys` forgets that.
export const FINDING_CODES = Object.keys(FINDING_TEXTS) as [FindingCode, ...FindingCode[]];

/** The way to a value in a file: keys and positions. */
const placeSchema = z.strictObject({
  file: z.string().max(200),
  path: z.array(z.union([z.string().max(400), z.number().int().min(0)])).max(64),
});
export type FindingPlace = z.infer<typeof placeSchema>;

export const findingSchema = z.strictObject({
  code: z.enum(FINDING_CODES),
  /** A clause in English, without a full stop. */
  message: z.string(),
  details: z.record(z.string(), z.union([z.string(), z.number()])),
  at: placeSchema.optional(),
  /** The values of the learner it was found with. */
  draw: z.string().optional(),
});
export type Finding = z.infer<typeof findingSchema>;

/** The file every lab has. */
export const LAB_FILE = 'lab.json';
/** What only the trainer has stands under this folder of a lab that is being written. */
export const KEY_FOLDER = '_key';
export const KEY_FILE = `${KEY_FOLDER}/key.json`;

/** Makes a finding: its clause from the table, with the details put in. */
export function finding(
  code: FindingCode,
  details: Finding['details'],
  at?: FindingPlace,
): Finding {
  const message = FINDING_TEXTS[code].replaceAll(/\{([a-zA-Z]+)\}/g, (whole, name: string) =>
    String(details[name] ?? whole),
  );
  return { code, message, details, ...(at === undefined ? {} : { at }) };
}

/** A finding as a terminal prints it. */
export function printFinding({ draw, message }: Finding): string {
  return draw === undefined ? message : `with ${draw}: ${message}`;
}
