/**
 * Finds the container in /proc/PID/cgroup (cgroups(7)): the outermost one that is named by 64 hexadecimal digits, as
 * Docker, containerd and Podman do under both versions of control groups.
 */
export const parseContainerId = (text: string): string | null =>
  /(?<![\da-f])[\da-f]{64}(?![\da-f])/.exec(text)?.[0] ?? null
