import type { DoctorWords } from './doctor-words.ts'

const mount = (folder: string): string => `monte um volume: -v vigilo-data:${folder}`

/** O que o `doctor` diz, em português do Brasil. */
export const brazilianDoctor: DoctorWords = {
  configuration: {
    valid: 'configuração: válida',
    accepted: (what) => `aceita: ${what}`,
    warning: (warning) => ({ what: `configuração: ${warning}`, advice: 'corrija, se não for de propósito' }),
  },
  connected: (name) => `${name}: conectado`,
  notConnected: (name, reason, settings) => ({ what: `${name}: ${reason}`, advice: `confira ${settings}` }),
  settings: {
    whatsapp: 'EVOLUTION_URL, EVOLUTION_TOKEN e EVOLUTION_INSTANCE, e se a Evolution API está no ar',
    telegram: 'TELEGRAM_TOKEN e TELEGRAM_CHAT',
    ntfy: 'NTFY_URL e NTFY_TOKEN',
    apprise: 'APPRISE_URL e APPRISE_URLS, e se o servidor da API está no ar',
    heartbeat: 'N8N_HEARTBEAT_URL e N8N_HEARTBEAT_TOKEN, e se o workflow está ativo',
    ping: 'HEARTBEAT_URLS',
  },
  console: 'console: as mensagens vão para o log',
  webhook: 'webhook: configurado; para saber se funciona, envie uma mensagem (test --channel webhook)',
  ping: 'ping: o servidor responde; o doctor não envia ping, para não ser confundido com um heartbeat',
  noHeartbeat: {
    what: 'heartbeat: não configurado; ninguém vai perceber se este servidor parar',
    advice: 'configure N8N_HEARTBEAT_URL ou HEARTBEAT_URLS',
  },
  engine: {
    absent: 'monte /var/run/docker.sock ou aponte DOCKER_HOST para o Docker; sem ele, só o host é monitorado',
    forbidden: 'coloque o grupo do socket (stat -c %g /var/run/docker.sock) em group_add',
    other: 'veja se o Docker está rodando (docker ps no host) e confira DOCKER_HOST',
  },
  service: {
    well: (name) => `serviço ${name}: no ar`,
    failed: (name, why) => ({ what: `serviço ${name}: ${why}`, advice: 'veja se está rodando e confira SERVICES' }),
  },
  host: {
    notMounted: {
      what: 'host: o / do host não está montado; os discos mostrados são os do container',
      advice: 'monte (-v /:/host:ro) e defina HOST_ROOT=/host',
    },
    unseen: (why) => ({ what: `host: ${why}`, advice: 'confira HOST_ROOT e se o / do host está montado ali' }),
    seen: (cpu, memory) => `host: CPU ${cpu}, memória ${memory}`,
    disk: (name, used) => `disco ${name}: ${used} em uso`,
    silentDisk: (name) => ({
      what: `disco ${name}: não responde`,
      advice: 'veja se o servidor dele está no ar ou inclua o disco em DISK_IGNORE',
    }),
  },
  extension: {
    loaded: (name) => `extensão ${name}: carregada`,
    failed: (problem) => ({ what: `extensão ${problem}`, advice: 'corrija ou tire da pasta de EXTENSIONS' }),
  },
  folder: {
    fault: (folder, why) => ({
      what: `pasta de dados ${folder}: ${why}`,
      advice: 'libere espaço ou passe a pasta para o usuário do agente (chown)',
    }),
    canBeWritten: (folder) => `pasta de dados ${folder}: aceita gravação`,
    isVolume: (folder) => `pasta de dados ${folder}: é um volume e aceita gravação`,
    isLost: (folder) => ({
      what: `pasta de dados ${folder}: some quando o container é recriado, junto com as mensagens pendentes`,
      advice: mount(folder),
    }),
    isInMemory: (folder) => ({
      what: `pasta de dados ${folder}: fica na memória e some junto com o container`,
      advice: mount(folder),
    }),
    isShared: (folder, fileSystem) => ({
      what: `pasta de dados ${folder}: em ${fileSystem}, onde os locks podem não valer e um servidor fora do ar trava o agente`,
      advice: 'use um disco desta máquina',
    }),
    isOpenToOthers: (folder) => ({
      what: `pasta de dados ${folder}: outros usuários podem abrir`,
      advice: `chmod 700 ${folder}: ali ficam mensagens, números e linhas de log`,
    }),
    room: (size) => `espaço livre na pasta de dados: ${size}`,
    makeRoom: 'libere espaço: com o disco cheio, as mensagens ficam só na memória',
  },
  outbox: {
    none: 'outbox: ainda não existe',
    state: ({ waiting, oldest, refused }) =>
      `outbox: pendentes ${waiting}${oldest === '' ? '' : ` (a mais antiga há ${oldest})`}, recusadas ${refused}`,
    last: ({ address, outcome, ago, why }) => {
      const became =
        outcome === 'sent' ? 'entregue' : outcome === 'refused' ? 'recusada' : 'falhou, nova tentativa em breve'
      return `última tentativa em ${address}: ${became}, há ${ago}${why === '' ? '' : `: ${why}`}`
    },
    lastAdvice: 'veja o comando outbox e envie uma mensagem com o comando test',
    moved: (from, to) => ({
      what: `telegram: o grupo ${from} agora é ${to}; as mensagens vão para lá`,
      advice: `ponha ${to} em TELEGRAM_CHAT`,
    }),
    lessThanASecond: 'menos de 1 s',
    seeRefused: 'o comando outbox mostra o motivo',
    older: (state) => ({
      what: `${state === '' ? 'outbox: ainda não pode ser lida' : state}; é de uma versão anterior`,
      advice: 'inicie o agente: ele converte o arquivo',
    }),
    newer: {
      what: 'outbox: é de uma versão mais nova do Vigilo',
      advice: 'atualize este Vigilo; para ficar com esta versão, tire vigilo.db da pasta de dados',
    },
    fault: (why) => ({
      what: `outbox: ${why}`,
      advice: 'inicie o agente: ele guarda uma cópia do arquivo corrompido e recupera o que for possível',
    }),
  },
  agent: {
    runs: (holder) =>
      `agente: em execução${holder === null ? '' : ` (pid ${holder.pid}, host ${holder.host}, desde ${holder.since})`}`,
    none: { what: 'agente: nenhum está usando esta pasta de dados', advice: 'inicie o agente' },
  },
  clock: {
    notCompared: 'relógio: nenhum servidor informou a hora para comparar',
    right: 'relógio: certo',
    off: (difference, isAhead) => ({
      what: `relógio: ${difference} ${isAhead ? 'adiantado' : 'atrasado'}`,
      advice: 'ative o ajuste automático no host: timedatectl set-ntp true',
    }),
    zone: (zone, time) => `fuso horário: ${zone} (agora: ${time})`,
    zoneAdvice: 'se não for o seu, defina TZ',
  },
}
