// The form of one registration: who comes, and the event's own questions.
import { Schemas } from '../../api/client';

type Question = Schemas['Question'];

/** How consent is answered. */
export const YES = 'yes';

export interface Asked extends Question {
  answer: string;
  /** What the label says beside the words. */
  hint: string;
}

/** Somebody who comes. The key stays while the name is typed, so that its field does. */
export interface Person {
  key: number;
  name: string;
}

export interface Form {
  /** The session that it is for; 0 while none is being filled in. */
  session: number;
  /** Whether a registration that stands is changed. */
  changes: boolean;
  people: Person[];
  /** How many may come. */
  most: number;
  questions: Asked[];
  /** What has to be agreed to; empty where nothing has. */
  consent: string;
  agrees: boolean;
  /** A guardian has to agree for whoever is younger; 0 where nobody is asked. */
  guardianUnder: number;
  hasMinors: boolean;
  guardian: string;
  guardianAgrees: boolean;
  /** Whether there is a waiting list to be put on, rather than a place. */
  waits: boolean;
}

export const NO_FORM: Form = {
  session: 0,
  changes: false,
  people: [],
  most: 1,
  questions: [],
  consent: '',
  agrees: false,
  guardianUnder: 0,
  hasMinors: false,
  guardian: '',
  guardianAgrees: false,
  waits: false,
};

export function formOf(session: Schemas['SessionScreen'], event: Schemas['EventScreen'], name: string): Form {
  const { mine } = session;
  return {
    session: session.id,
    changes: mine !== null,
    people: (mine === null ? [name] : mine.names).map((one, key) => ({ key, name: one })),
    // To come with more would be to pass by those who wait.
    most: mine === null ? event.maxParty : mine.names.length,
    waits: session.status === 'waitable',
    // Whoever changes a registration has agreed before.
    consent: mine === null ? event.consentAsked : '',
    agrees: false,
    guardianUnder: event.guardianUnder,
    hasMinors: (mine?.guardian ?? '') !== '',
    guardian: mine?.guardian ?? '',
    guardianAgrees: (mine?.guardian ?? '') !== '',
    questions: event.questions.map((question) => ({
      ...question,
      answer: mine?.answers[question.key] ?? '',
      hint: question.required ? '' : '（可不填）',
    })),
  };
}

/** What keeps it from being sent, in words; empty where nothing does. The service looks again, and at more. */
export function missingIn({ people, questions, consent, agrees, hasMinors, guardian, guardianAgrees }: Form): string {
  const open = questions.filter(({ required, answer }) => required && answer.trim() === '').map(({ label }) => label);
  const missing = [
    ...(people.some(({ name }) => name.trim() === '') ? ['姓名'] : []),
    ...open,
    ...(hasMinors && guardian.trim() === '' ? ['监护人的姓名'] : []),
    ...(hasMinors && !guardianAgrees ? ['监护人的同意'] : []),
    ...(consent !== '' && !agrees ? ['同意约定'] : []),
  ];
  return missing.length === 0 ? '' : `还差：${missing.join('、')}`;
}

export function bodyOf(form: Form): Schemas['RegistrationForm'] {
  const { people, questions, waits, agrees, hasMinors, guardian, guardianAgrees } = form;
  const answers = questions.filter(({ answer }) => answer.trim() !== '').map(({ key, answer }) => [key, answer.trim()]);
  return {
    names: people.map(({ name }) => name.trim()),
    answers: Object.fromEntries(answers) as Record<string, string>,
    mayWait: waits,
    agrees,
    ...(hasMinors ? { hasMinors, guardian: guardian.trim(), guardianAgrees } : {}),
  };
}
