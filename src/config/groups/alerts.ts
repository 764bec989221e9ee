import { limitOf } from '../../model/limit.ts'
import { group } from '../group.ts'
import { mounts } from '../lists.ts'
import { optionalPercent, percent, percentBelow, seconds } from '../numbers.ts'
import { optionalPath } from '../paths.ts'
import { quietHours } from '../quiet-hours.ts'

export const alerts = group({
  title: { en: 'Alerts', pt: 'Alertas' },
  variables: {
    CPU_THRESHOLD: {
      ...percent(85),
      en: 'CPU usage that is trouble, in percent.',
      pt: 'Uso de CPU que é problema, em porcentagem.',
    },
    CPU_CLEAR: {
      ...percentBelow('CPU_THRESHOLD', 85),
      en: 'CPU usage below which its alert is resolved, in percent.',
      pt: 'A CPU abaixo deste uso, em porcentagem, resolve seu alerta.',
    },
    RAM_THRESHOLD: {
      ...percent(90),
      en: 'Memory usage that is trouble, in percent.',
      pt: 'Uso de memória que é problema, em porcentagem.',
    },
    RAM_CLEAR: {
      ...percentBelow('RAM_THRESHOLD', 90),
      en: 'Memory usage below which its alert is resolved, in percent.',
      pt: 'A memória abaixo deste uso, em porcentagem, resolve seu alerta.',
    },
    SWAP_THRESHOLD: {
      ...optionalPercent(80),
      en: 'Swap usage that is trouble, in percent. Without it, swap raises no alert.',
      pt: 'Alerta acima deste uso de swap, em porcentagem. Sem ela, o swap não gera alerta.',
    },
    DISK_THRESHOLD: {
      ...percent(90),
      en: 'Disk usage that is trouble, in percent, for each mount.',
      pt: 'Uso de disco que é problema, em porcentagem, para cada ponto de montagem.',
    },
    DISK_CLEAR: {
      ...percentBelow('DISK_THRESHOLD', 90),
      en: 'Disk usage below which its alert is resolved, in percent.',
      pt: 'O disco abaixo deste uso, em porcentagem, resolve seu alerta.',
    },
    CPU_FOR: {
      ...seconds({ default: 30, min: 0, max: 86_400 }),
      en: 'How long the CPU must be in trouble before an alert.',
      pt: 'Por quanto tempo a CPU precisa estar mal antes de um alerta.',
    },
    RAM_FOR: {
      ...seconds({ default: 30, min: 0, max: 86_400 }),
      en: 'How long the memory must be in trouble before an alert.',
      pt: 'Por quanto tempo a memória precisa estar mal antes de um alerta.',
    },
    KEEP_FIRING_FOR: {
      ...seconds({ default: 60, min: 0, max: 86_400 }),
      en: 'How long CPU, memory, disk or Docker must be well before their alert is resolved.',
      pt: 'Por quanto tempo CPU, memória, disco ou Docker precisam estar bem até o alerta ser dado por resolvido.',
    },
    ALERT_COOLDOWN: {
      ...seconds({ default: 1800, min: 60, max: 604_800 }),
      en: 'How long until the first reminder of a trouble that lasts; the next ones come more and more rarely.',
      pt: 'Tempo até o primeiro lembrete de um problema que continua; os seguintes vêm cada vez mais espaçados.',
    },
    UNSTABLE_FOR: {
      ...seconds({ default: 900, min: 30, max: 604_800 }),
      en: 'How long something that changed to and fro must stay the same before it is told of again.',
      pt: 'Por quanto tempo o que oscilou precisa ficar igual até se falar disso de novo.',
    },
    UNKNOWN_AFTER: {
      ...seconds({ default: 300, min: 10, max: 86_400 }),
      en: 'How long something that is watched may go unseen before that is an alert of its own.',
      pt: 'Por quanto tempo algo monitorado pode ficar sem ser visto até isso virar um alerta.',
    },
    QUIET_HOURS: {
      ...quietHours(),
      en: 'When only what is critical is told at once; the rest waits until they end. In the time of TZ.',
      pt: 'Quando só o que é crítico é avisado na hora; o resto espera até o fim. No horário de TZ.',
    },
    SILENCES_FILE: {
      ...optionalPath('/etc/vigilo/silences.jsonl'),
      en: 'File of silences of older versions: taken over once, then ignored. Use `vigilo silence`.',
      pt: 'Arquivo de silêncios de versões antigas: importado uma vez e depois ignorado. Use `vigilo silence`.',
    },
    DISK_MOUNTS: {
      ...mounts('/mnt/backup'),
      en: 'Further mounts to watch, such as a network share.',
      pt: 'Outros pontos de montagem a monitorar, como um compartilhamento de rede.',
    },
    DISK_IGNORE: {
      ...mounts('/boot/efi,/mnt/*'),
      en: 'Mounts that are not watched. A * stands for any name.',
      pt: 'Pontos de montagem que não são monitorados. Um * vale por qualquer nome.',
    },
  },
  configOf: (values) => ({
    limits: {
      cpu: limitOf(values.CPU_THRESHOLD, values.CPU_CLEAR),
      ram: limitOf(values.RAM_THRESHOLD, values.RAM_CLEAR),
      ...(values.SWAP_THRESHOLD === undefined ? {} : { swap: limitOf(values.SWAP_THRESHOLD) }),
      disk: limitOf(values.DISK_THRESHOLD, values.DISK_CLEAR),
    },
    cpuFor: values.CPU_FOR,
    ramFor: values.RAM_FOR,
    keepFiringFor: values.KEEP_FIRING_FOR,
    /** How often one trouble is repeated while it lasts, and nothing else. */
    alertCooldown: values.ALERT_COOLDOWN,
    /** How long what went to and fro must have stayed the same. */
    unstableFor: values.UNSTABLE_FOR,
    unknownAfter: values.UNKNOWN_AFTER,
    quietHours: values.QUIET_HOURS,
    /** Silences of older versions; null: none. */
    silencesFile: values.SILENCES_FILE ?? null,
    disks: { mounts: values.DISK_MOUNTS, ignore: values.DISK_IGNORE },
  }),
})
