import { Invalid } from '../invalid.ts'
import { baseUrl, httpUrl, parseHttpUrl } from '../addresses.ts'
import { group } from '../group.ts'
import { splitList } from '../lists.ts'
import { days, seconds } from '../numbers.ts'
import { token } from '../texts.ts'
import type { Apprise, Ntfy, Telegram, Webhook } from '../types.ts'
import { optional } from '../variable.ts'
import { words } from '../words.ts'

/** Every channel by its name in CHANNELS and FALLBACK_CHANNELS. */
export const channelNames = {
  whatsapp: 'whatsapp',
  telegram: 'telegram',
  ntfy: 'ntfy',
  webhook: 'webhook',
  apprise: 'apprise',
  console: 'console',
} as const

/** The token stands in the path of an address: nothing else may be in it. */
const telegramToken = () =>
  optional(
    (text) => {
      if (!/^\d+:[\w-]+$/.test(text))
        throw new Invalid({ en: 'is not a token as @BotFather gives it', pt: 'não é um token como o @BotFather dá' })
      return text
    },
    {
      accepted: {
        en: 'a number, a colon, and letters, digits, _ and -',
        pt: 'um número, dois-pontos e letras, dígitos, _ e -',
      },
      example: '123456789:the-key-of-your-bot',
    },
  )

const telegramChats = () =>
  optional(
    (text): readonly string[] => {
      const chats = splitList(text)
      if (chats.length === 0) throw new Invalid({ en: 'names nobody', pt: 'não cita ninguém' })
      if (!chats.every((chat) => /^(-?\d+|@[A-Za-z]\w+)(:[1-9]\d*)?$/.test(chat)))
        throw new Invalid({
          en: 'names a chat that is neither a number nor an @name, with the number of a topic behind it or not',
          pt: 'cita um chat que não é nem um número nem um @nome, com ou sem o número de um tópico no fim',
        })
      return chats
    },
    {
      accepted: {
        en: 'numbers of chats (those of groups begin with -) or @names of public channels, each with :topic behind it or not, with commas between them',
        pt: 'números de chats (os de grupos começam com -) ou @nomes de canais públicos, com ou sem :tópico no fim, separados por vírgula',
      },
      example: '987654321',
    },
  )

/** Source: https://docs.ntfy.sh/publish/ and `topicRegex` of ntfy's server. */
const ntfyUrl = () =>
  optional(
    (text) => {
      const url = parseHttpUrl(text)
      if (/[?#]/.test(url))
        throw new Invalid({
          en: 'has a part after ? or #, which a topic cannot have',
          pt: 'tem algo depois de ? ou #, o que um tópico não pode ter',
        })
      if (!/\/[-\w]{1,64}$/.test(new URL(url).pathname))
        throw new Invalid({
          en: 'does not end with a topic: up to 64 letters, digits, _ and -',
          pt: 'não termina com um tópico: até 64 letras, dígitos, _ e -',
        })
      return url
    },
    {
      accepted: {
        en: 'an address that begins with http:// or https:// and ends with a topic',
        pt: 'um endereço que começa com http:// ou https:// e termina com um tópico',
      },
      example: 'https://ntfy.sh/the-key-vigilo-4f9a1c',
    },
  )

/** An Apprise URL may hold commas: only those before another scheme part two of them. */
const appriseUrls = () =>
  optional(
    (text): readonly string[] => {
      const urls = [...new Set(text.split(/[\s,]+(?=[a-z][a-z0-9]*:\/\/)/i).map((url) => url.replace(/[\s,]+$/, '')))]
      if (!urls.every((url) => /^[a-z][a-z0-9]*:\/\/\S+$/i.test(url)))
        throw new Invalid({
          en: 'holds something that is not an Apprise URL',
          pt: 'tem algo que não é uma URL do Apprise',
        })
      return urls
    },
    {
      accepted: {
        en: 'Apprise URLs as in mailto://…, with commas or lines between them',
        pt: 'URLs do Apprise como mailto://…, separadas por vírgulas ou linhas',
      },
      example: 'mailto://ana:the-key@example.com',
    },
  )

/** The ways to people beside WhatsApp, and which of them steps in for another. */
export const otherChannels = group({
  title: { en: 'Other channels', pt: 'Outros canais' },
  variables: {
    TELEGRAM_TOKEN: {
      ...telegramToken(),
      secret: true,
      en: 'Token of the Telegram bot that sends. Set together with TELEGRAM_CHAT.',
      pt: 'Token do bot do Telegram que envia. Define-se junto com TELEGRAM_CHAT.',
    },
    TELEGRAM_CHAT: {
      ...telegramChats(),
      en: 'Chats that receive the messages.',
      pt: 'Chats que recebem as mensagens.',
    },
    NTFY_URL: {
      ...ntfyUrl(),
      secret: true,
      en: 'Topic of an ntfy server. Whoever knows a topic can read it.',
      pt: 'Tópico de um servidor ntfy. Quem conhece um tópico pode lê-lo.',
    },
    NTFY_TOKEN: {
      ...token(),
      secret: true,
      en: 'Access token, for a topic that is protected.',
      pt: 'Token de acesso, para um tópico protegido.',
    },
    WEBHOOK_URL: {
      ...httpUrl('https://hooks.example.com/the-key-of-vigilo'),
      secret: true,
      en: 'Address that gets each message as JSON.',
      pt: 'Endereço que recebe cada mensagem como JSON.',
    },
    WEBHOOK_SECRET: {
      ...token(),
      secret: true,
      en: 'Key with which each message to the webhook is signed.',
      pt: 'Chave com que cada mensagem ao webhook é assinada.',
    },
    APPRISE_URL: {
      ...baseUrl('http://apprise:8000'),
      en: 'Address of an Apprise API server. Set together with APPRISE_URLS.',
      pt: 'Endereço de um servidor da API do Apprise. Define-se junto com APPRISE_URLS.',
    },
    APPRISE_URLS: {
      ...appriseUrls(),
      secret: true,
      en: 'Where Apprise sends the messages: e-mail and a hundred other services.',
      pt: 'Para onde o Apprise envia as mensagens: e-mail e uma centena de outros serviços.',
    },
    FALLBACK_CHANNELS: {
      ...words(channelNames, 'ntfy', { en: 'none', pt: 'nenhum' }),
      en: 'Where a message goes too when it could not be delivered for FALLBACK_AFTER. None that is in CHANNELS.',
      pt: 'Para onde a mensagem vai também se não puder ser entregue por FALLBACK_AFTER. Nenhum que esteja em CHANNELS.',
    },
    FALLBACK_AFTER: {
      ...seconds({ default: 60, min: 1, max: 86_400 }),
      en: 'How long a critical message waits before it goes to FALLBACK_CHANNELS; the rest waits ten times as long.',
      pt: 'Quanto uma mensagem crítica espera antes de ir para FALLBACK_CHANNELS; o resto espera dez vezes mais.',
    },
    STALE_AFTER: {
      ...seconds({ default: 600, min: 60, max: 86_400 }),
      en: 'What waited longer for a channel goes out as one message of all that waited.',
      pt: 'O que esperou mais que isso por um canal sai em uma só mensagem com tudo o que esperou.',
    },
    OUTBOX_RETENTION: {
      ...days({ default: 30, min: 1, max: 365 }),
      en: 'How long messages are kept in DATA_DIR, sent or not.',
      pt: 'Por quanto tempo as mensagens ficam guardadas em DATA_DIR, enviadas ou não.',
    },
  },
  configOf: (values) => {
    const { TELEGRAM_TOKEN, TELEGRAM_CHAT, NTFY_URL, NTFY_TOKEN = null, WEBHOOK_URL, WEBHOOK_SECRET = null } = values
    const { APPRISE_URL, APPRISE_URLS, FALLBACK_AFTER } = values
    const telegram: Telegram | null =
      TELEGRAM_TOKEN && TELEGRAM_CHAT ? { token: TELEGRAM_TOKEN, recipients: TELEGRAM_CHAT } : null
    const ntfy: Ntfy | null = NTFY_URL ? { url: NTFY_URL, token: NTFY_TOKEN } : null
    const webhook: Webhook | null = WEBHOOK_URL ? { url: WEBHOOK_URL, secret: WEBHOOK_SECRET } : null
    const apprise: Apprise | null = APPRISE_URL && APPRISE_URLS ? { url: APPRISE_URL, urls: APPRISE_URLS } : null
    return {
      ...{ telegram, ntfy, webhook, apprise },
      /** Those that step in; none of `channels`. */
      fallbackChannels: values.FALLBACK_CHANNELS ?? [],
      /** How long a message waits for delivery before they do. */
      fallbackAfter: { critical: FALLBACK_AFTER, rest: 10 * FALLBACK_AFTER },
      /** What waited longer is told as late. */
      staleAfter: values.STALE_AFTER,
      /** How long a message is kept, sent or not. */
      outboxRetention: values.OUTBOX_RETENTION,
    }
  },
})
