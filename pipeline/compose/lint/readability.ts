import type { Language } from '../../model/region.ts'

/** Letters that make a syllable; a run of them is one, but for the pairs that a language always says apart. */
const VOWELS: Readonly<Record<Language, RegExp>> = {
  en: /[aeiouy]+/g,
  nl: /(?:ie|oe|ou|ui|ij|ei|eu|au|aa|ee|oo|uu|[aeiouyáéíóúäëïöüàèê])/g,
  fr: /(?:eau|eu|œu|au|ou|oi|ai|ei|ui|io|ie|[aeiouyàâéèêëîïôöùûüœ])/g,
}
/** Endings that are written and not said. */
const SILENT: Readonly<Record<Language, RegExp | undefined>> = {
  en: /(?:[^aeiouyl]e|[^aeiouydt]ed|[^aeiouyscgxz]es)$/,
  nl: undefined,
  fr: /[^aeiouyàâéèêëîïôöùûüœ](?:e|es|ent)$/,
}

/** How many syllables a word has, about: good to the tenth that a reading formula can tell apart. */
export const syllables = (word: string, language: Language): number => {
  const small = word.toLowerCase().normalize('NFC')
  const found = small.match(VOWELS[language])?.length ?? 0
  return Math.max(1, SILENT[language]?.test(small) && found > 1 ? found - 1 : found)
}

/**
 * Reading ease, 0 (hard) to about 100 (easy): Flesch (1948) for English, Douma (1960) for Dutch, Kandel and Moles
 * (1958) for French. 60 and more is what most people read without effort.
 */
export const readingEase = (text: string, language: Language): number => {
  const sentences = text.split(/[.!?:;]+(?:\s|$)|\n+/).filter((part) => /\p{L}/u.test(part)).length
  const words = text.match(/[\p{L}][\p{L}\p{M}'’-]*/gu) ?? []
  if (words.length === 0) return 100
  const perSentence = words.length / Math.max(1, sentences)
  const perWord = words.reduce((sum, word) => sum + syllables(word, language), 0) / words.length
  if (language === 'nl') return 206.84 - 0.93 * perSentence - 77 * perWord
  if (language === 'fr') return 207 - 1.015 * perSentence - 73.6 * perWord
  return 206.835 - 1.015 * perSentence - 84.6 * perWord
}
