import type { DoctorWords } from './doctor-words.ts'

const mount = (folder: string): string => `mount a volume: -v vigilo-data:${folder}`

/** What `doctor` says, in English. */
export const englishDoctor: DoctorWords = {
  configuration: {
    valid: 'configuration: valid',
    accepted: (what) => `accepted: ${what}`,
    warning: (warning) => ({ what: `configuration: ${warning}`, advice: 'correct it, if it is not intended' }),
  },
  connected: (name) => `${name}: connected`,
  notConnected: (name, reason, settings) => ({ what: `${name}: ${reason}`, advice: `check ${settings}` }),
  settings: {
    whatsapp: 'EVOLUTION_URL, EVOLUTION_TOKEN and EVOLUTION_INSTANCE, and whether the Evolution API is up',
    telegram: 'TELEGRAM_TOKEN and TELEGRAM_CHAT',
    ntfy: 'NTFY_URL and NTFY_TOKEN',
    apprise: 'APPRISE_URL and APPRISE_URLS, and whether the API server is up',
    heartbeat: 'N8N_HEARTBEAT_URL and N8N_HEARTBEAT_TOKEN, and whether the workflow is active',
    ping: 'HEARTBEAT_URLS',
  },
  console: 'console: messages go to the log',
  webhook: 'webhook: configured; to see whether it works, send a message (test --channel webhook)',
  ping: 'ping: its server answers; doctor sends no ping, so that nobody takes it for a sign of life',
  noHeartbeat: {
    what: 'heartbeat: not configured; nobody will notice when this server stops',
    advice: 'set N8N_HEARTBEAT_URL or HEARTBEAT_URLS',
  },
  engine: {
    absent: 'mount /var/run/docker.sock or point DOCKER_HOST to Docker; without it, only the host is watched',
    forbidden: 'put the group of the socket (stat -c %g /var/run/docker.sock) into group_add',
    other: 'see whether Docker is running (docker ps on the host), and check DOCKER_HOST',
  },
  service: {
    well: (name) => `service ${name}: up`,
    failed: (name, why) => ({
      what: `service ${name}: ${why}`,
      advice: 'see whether it is running, and check SERVICES',
    }),
  },
  host: {
    notMounted: {
      what: 'host: its / is not mounted; the disks shown are those of the container',
      advice: 'mount it (-v /:/host:ro) and set HOST_ROOT=/host',
    },
    unseen: (why) => ({
      what: `host: ${why}`,
      advice: 'check HOST_ROOT, and whether / of the host is mounted there',
    }),
    seen: (cpu, memory) => `host: CPU ${cpu}, memory ${memory}`,
    disk: (name, used) => `disk ${name}: ${used} used`,
    silentDisk: (name) => ({
      what: `disk ${name}: does not answer`,
      advice: 'see whether its server is up, or put the disk into DISK_IGNORE',
    }),
  },
  extension: {
    loaded: (name) => `extension ${name}: loaded`,
    failed: (problem) => ({
      what: `extension ${problem}`,
      advice: 'fix it, or remove it from the folder of EXTENSIONS',
    }),
  },
  folder: {
    fault: (folder, why) => ({
      what: `data folder ${folder}: ${why}`,
      advice: 'free some space, or give the folder to the user of the agent (chown)',
    }),
    canBeWritten: (folder) => `data folder ${folder}: writable`,
    isVolume: (folder) => `data folder ${folder}: a volume, and writable`,
    isLost: (folder) => ({
      what: `data folder ${folder}: lost when the container is recreated, with the pending messages`,
      advice: mount(folder),
    }),
    isInMemory: (folder) => ({
      what: `data folder ${folder}: in memory, lost with the container`,
      advice: mount(folder),
    }),
    isShared: (folder, fileSystem) => ({
      what: `data folder ${folder}: on ${fileSystem}, where locks may not hold and a server that is down stops the agent`,
      advice: 'put it on a disk of this machine',
    }),
    isOpenToOthers: (folder) => ({
      what: `data folder ${folder}: other users can open it`,
      advice: `chmod 700 ${folder}: messages, numbers and log lines are kept there`,
    }),
    room: (size) => `free space in the data folder: ${size}`,
    makeRoom: 'free some space: when the disk is full, messages are only in memory',
  },
  outbox: {
    none: 'outbox: none yet',
    state: ({ waiting, oldest, refused }) =>
      `outbox: pending ${waiting}${oldest === '' ? '' : ` (the oldest for ${oldest})`}, refused ${refused}`,
    last: ({ address, outcome, ago, why }) => {
      const became =
        outcome === 'sent' ? 'delivered' : outcome === 'refused' ? 'refused' : 'failed, will be tried again'
      return `last attempt on ${address}: ${became}, ${ago} ago${why === '' ? '' : `: ${why}`}`
    },
    lastAdvice: 'see the outbox command, and send a message with the test command',
    moved: (from, to) => ({
      what: `telegram: the group ${from} has become ${to}; messages go there`,
      advice: `set ${to} in TELEGRAM_CHAT`,
    }),
    lessThanASecond: 'less than 1 s',
    seeRefused: 'the outbox command says why',
    older: (state) => ({
      what: `${state === '' ? 'outbox: cannot be read yet' : state}; it is from an older version`,
      advice: 'start the agent: it converts the file',
    }),
    newer: {
      what: 'outbox: it is from a newer version of Vigilo',
      advice: 'update this Vigilo; to stay with this one, move vigilo.db out of the data folder',
    },
    fault: (why) => ({
      what: `outbox: ${why}`,
      advice: 'start the agent: it keeps a copy of a corrupt file, and recovers what it can',
    }),
  },
  agent: {
    runs: (holder) =>
      `agent: running${holder === null ? '' : ` (pid ${holder.pid}, host ${holder.host}, since ${holder.since})`}`,
    none: { what: 'agent: none is using this data folder', advice: 'start the agent' },
  },
  clock: {
    notCompared: 'clock: no server told the time to compare it with',
    right: 'clock: right',
    off: (difference, isAhead) => ({
      what: `clock: ${difference} ${isAhead ? 'ahead' : 'behind'}`,
      advice: 'turn on time synchronization on the host: timedatectl set-ntp true',
    }),
    zone: (zone, time) => `time zone: ${zone} (now: ${time})`,
    zoneAdvice: 'if it is not yours, set TZ',
  },
}
