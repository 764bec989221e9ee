/** Of a recipient as in `-1001234567890:42`: a chat, and a topic of it or not. */
export const chatOf = (recipient: string): string => recipient.split(':')[0] ?? recipient

/** Null where it names no topic. */
export const topicOf = (recipient: string): number | null => {
  const topic = recipient.split(':')[1]
  return topic === undefined ? null : Number(topic)
}
