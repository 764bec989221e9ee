import { dockerHost } from '../addresses.ts'
import { group } from '../group.ts'
import { containerNames } from '../lists.ts'
import { coresPercent, percent, seconds } from '../numbers.ts'
import { flag } from '../words.ts'

export const containers = group({
  title: { en: 'Containers', pt: 'Containers' },
  variables: {
    WATCH_ALL_CONTAINERS: {
      ...flag(true),
      en: 'Whether every container is watched.',
      pt: 'Monitorar todos os containers.',
    },
    WATCH_CONTAINERS: {
      ...containerNames('db,api-*'),
      en: 'Containers that have to be there and running.',
      pt: 'Containers que têm de existir e estar no ar.',
    },
    IGNORE_CONTAINERS: {
      ...containerNames('watchtower'),
      en: 'Containers that are not watched. One that is also in WATCH_CONTAINERS is watched.',
      pt: 'Containers que não são monitorados. O que também está em WATCH_CONTAINERS é monitorado.',
    },
    STOP_GRACE: {
      ...seconds({ default: 60, min: 0, max: 86_400 }),
      en: 'How long a named container that was stopped on purpose, or is absent, has to come back.',
      pt: 'Quanto tempo um container citado tem para voltar depois de parado de propósito ou removido.',
    },
    CONTAINER_RAM_THRESHOLD: {
      ...percent(90),
      en: "Memory usage of a container that is trouble, in percent of its own limit. A container's label vigilo.ram goes before it.",
      pt: 'Uso de memória de um container que é problema, em porcentagem do limite dele. A label vigilo.ram do container tem precedência.',
    },
    CONTAINER_CPU_THRESHOLD: {
      ...coresPercent(),
      en: "CPU usage of a container that is trouble, in percent of one core. A container's label vigilo.cpu goes before it.",
      pt: 'Uso de CPU de um container que é problema, em porcentagem de um núcleo. A label vigilo.cpu do container tem precedência.',
    },
    DOCKER_FOR: {
      ...seconds({ default: 30, min: 0, max: 86_400 }),
      en: 'How long the Docker engine must be out of reach before an alert.',
      pt: 'Por quanto tempo o Docker precisa estar fora de alcance antes de um alerta.',
    },
    DOCKER_HOST: {
      ...dockerHost('unix:///var/run/docker.sock'),
      en: 'Where the Docker engine listens.',
      pt: 'Onde o Docker escuta.',
    },
  },
  configOf: (values, { given }) => ({
    /** Names or globs; one both watched and ignored is watched. */
    watch: { all: values.WATCH_ALL_CONTAINERS, names: values.WATCH_CONTAINERS, ignore: values.IGNORE_CONTAINERS },
    stopGrace: values.STOP_GRACE,
    /** Of each container: CPU in percent of one core, memory of its own limit. */
    containerThresholds: { cpu: values.CONTAINER_CPU_THRESHOLD ?? null, ram: values.CONTAINER_RAM_THRESHOLD },
    dockerFor: values.DOCKER_FOR,
    /** `unix:///path` or `tcp://host:port`; `asked` where the owner named it. */
    docker: { host: values.DOCKER_HOST, asked: given.has('DOCKER_HOST') },
  }),
})
