import { connect, merge, NEVER, of, type OperatorFunction } from 'rxjs'
import { loadConfig } from '../../src/config/load.ts'
import type { AlertsNotification } from '../../src/model/notification.ts'
import type { Reading } from '../../src/model/reading.ts'
import { inhibitionsOf } from '../../src/model/alert-types.ts'
import { alertLifecycle } from '../../src/streams/alert-lifecycle.ts'
import { budget } from '../../src/streams/budget.ts'
import { checkContainers } from '../../src/streams/check-containers.ts'
import { checkContainerUsage } from '../../src/streams/check-container-usage.ts'
import { checkEngine } from '../../src/streams/check-engine.ts'
import { checkHost } from '../../src/streams/check-host.ts'
import { checkNetwork } from '../../src/streams/check-network.ts'
import { checkServices } from '../../src/streams/check-services.ts'
import { cooldown } from '../../src/streams/cooldown.ts'
import { crashLoop } from '../../src/streams/crash-loop.ts'
import { flapping } from '../../src/streams/flapping.ts'
import { forecastDisk } from '../../src/streams/forecast-disk.ts'
import { group } from '../../src/streams/group.ts'
import { inhibit } from '../../src/streams/inhibit.ts'
import { intention } from '../../src/streams/intention.ts'
import { oneContainerPerSubject } from '../../src/streams/one-container-per-subject.ts'
import { monitoringBlind } from '../../src/streams/monitoring-blind.ts'
import { quietHours } from '../../src/streams/quiet-hours.ts'
import { silence } from '../../src/streams/silence.ts'
import { sustain } from '../../src/streams/sustain.ts'

const loaded = loadConfig(
  {},
  { file: () => null, hostName: () => 'vps-01', timeZone: () => 'UTC', inContainer: () => false },
)
if ('problems' in loaded) throw new Error('the defaults are wrong')
const { config } = loaded
const durations = {
  forOf: (type: string) => (type === 'CPU_CRITICAL' || type === 'RAM_CRITICAL' ? config.cpuFor : 0),
  keepFiringFor: config.keepFiringFor,
}

/** From readings to notifications, composed as in src/app.ts, with the defaults of the configuration. */
export const judge: OperatorFunction<Reading, AlertsNotification> = (readings$) =>
  readings$
    .pipe(
      oneContainerPerSubject({ stopGrace: 60_000 }),
      connect((shared$) =>
        merge(
          shared$.pipe(checkHost(config.limits), sustain(durations)),
          shared$.pipe(checkEngine(config.docker), sustain(durations)),
          shared$.pipe(crashLoop({ ...config, within: 600_000, upFor: 600_000 })),
          shared$.pipe(checkContainers(config.watch), intention({ stopGrace: config.stopGrace, upFor: 10_000 })),
          shared$.pipe(forecastDisk(), sustain(durations)),
          shared$.pipe(checkNetwork(), sustain(durations)),
          shared$.pipe(checkServices(), sustain({ forOf: () => 0, keepFiringFor: 0 })),
          shared$.pipe(checkContainerUsage({ ...config, thresholds: config.containerThresholds }), sustain(durations)),
        ),
      ),
      monitoringBlind(config.unknownAfter),
      alertLifecycle(),
    )
    .pipe(
      flapping({ window: config.alertCooldown, unstableFor: config.unstableFor }),
      cooldown({ first: config.alertCooldown, longest: 86_400_000 }),
      inhibit({ inhibitionsOf, patience: 1_000 }),
      silence(NEVER),
      group(5_000),
      quietHours(of(false)),
      budget({
        total: { messages: 12, window: 600_000 },
        keptForCritical: 2,
        perFingerprint: { messages: 5, window: config.alertCooldown },
      }),
    )
