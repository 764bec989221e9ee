import { group } from '../group.ts'
import { services } from '../services.ts'

export const probes = group({
  title: { en: 'Services', pt: 'Serviços' },
  variables: {
    SERVICES: {
      ...services(),
      secret: true,
      en: 'Services to probe. Options: name=, interval=30 and timeout=5 in seconds, status=200-299, contains=, failures=2.',
      pt: 'Serviços a sondar. Opções: name=, interval=30 e timeout=5 em segundos, status=200-299, contains=, failures=2.',
    },
  },
  configOf: ({ SERVICES }) => ({ services: SERVICES }),
})
