import type { Rule } from './rule.ts'
import { lawRules } from './rules/law.ts'
import { linksRules } from './rules/links.ts'
import { subjectRules } from './rules/subject.ts'
import { wordsRules } from './rules/words.ts'

/** Every rule that looks at one message. */
export const RULES: readonly Rule[] = [...subjectRules, ...wordsRules, ...linksRules, ...lawRules]
