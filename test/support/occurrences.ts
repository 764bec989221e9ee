/** How often the words occur in the text. */
export const occurrences = (text: string, words: string): number => text.split(words).length - 1
