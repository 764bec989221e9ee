/** SQL: a delivery that is still to be sent, on its own. */
export const isWaiting = `state IN ('queued', 'sending', 'retrying') AND within IS NULL`
