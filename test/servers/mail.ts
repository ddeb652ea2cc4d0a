import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createConnection, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openFaulty } from '../deliver/faults.ts'

/** Why real mail servers cannot be run here; undefined where they can. */
export const withoutMailServers: string | undefined = (() => {
  if (process.platform !== 'linux') return 'skipped: Postfix and Dovecot are run on Linux only'
  if (!existsSync('/usr/sbin/postfix') || !existsSync('/usr/sbin/dovecot'))
    return 'skipped: Postfix and Dovecot are not installed (Debian packages postfix, dovecot-imapd)'
  if (process.getuid?.() !== 0) return 'skipped: Postfix and Dovecot are started as root only'
  if (!existsSync('/usr/bin/openssl')) return 'skipped: openssl is not installed'
  return undefined
})()

const NOBODY = 65534
export const PASSWORD = 'correct horse battery'

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' })
    socket.on('data', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
    socket.setTimeout(2000, () => {
      socket.destroy()
      resolve(false)
    })
  })

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

const until = async (what: string, ready: () => Promise<boolean>) => {
  for (let i = 0; i < 150; i++) {
    if (await ready()) return
    await pause(200)
  }
  throw new Error(`${what} did not come up`)
}

/**
 * Postfix and Dovecot on loopback, in a folder of their own: submission with STARTTLS and login, delivery into Maildirs
 * (`mill.example` is ours, `shop.example` has one mailbox `info`, mail to `gone.example` is accepted and then bounced),
 * and IMAP with STARTTLS.
 */
export const openMailServers = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'doorstep-mail-'))
  chmodSync(folder, 0o755)
  const [smtp, imap] = [await freePort(), await freePort()]
  const gone = await openFaulty(() => ({ at: 'rcpt', say: '550 5.1.1 no such user here' }))
  const mail = join(folder, 'mail')
  makeFolder(mail, NOBODY)
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'],
      ...['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')],
    ],
    { stdio: 'ignore' },
  )
  writeDovecot(folder, imap)
  writePostfix(folder, smtp, gone.port)
  const dovecot = (...args: string[]) =>
    execFileSync('/usr/sbin/dovecot', ['-c', join(folder, 'dovecot.conf'), ...args], {
      stdio: 'ignore',
    })
  const postfix = (word: string) =>
    execFileSync('/usr/sbin/postfix', ['-c', join(folder, 'postfix'), word], { stdio: 'ignore' })
  dovecot()
  postfix('start')
  await until('Dovecot', () => answers(imap))
  await until('Postfix', () => answers(smtp))
  return {
    smtp: `smtp://jo@127.0.0.1:${smtp}`,
    imap: `imap://127.0.0.1:${imap}`,
    /** Puts a mail into the Maildir of a mailbox of ours, as a delivery agent does. */
    deliver: (local: string, name: string, text: string) => {
      const dir = join(mail, 'mill.example', local, 'Maildir')
      for (const part of [dir, ...['new', 'cur', 'tmp'].map((one) => join(dir, one))])
        if (!existsSync(part)) makeFolder(part, NOBODY)
      writeFileSync(join(dir, 'tmp', name), text)
      chownSync(join(dir, 'tmp', name), NOBODY, NOBODY)
      renameSync(join(dir, 'tmp', name), join(dir, 'new', name))
    },
    /** Stops Dovecot, as for an update of the machine, and starts it again. */
    restartImap: async () => {
      dovecot('stop')
      await until('the end of Dovecot', async () => !(await answers(imap)))
      await pause(300)
      dovecot()
      await until('Dovecot', () => answers(imap))
    },
    /** Mails in the Maildir of an address, as they lie there. */
    maildir: (address: string): readonly { readonly file: string; readonly text: string }[] => {
      const [local = '', domain = ''] = address.split('@')
      return ['new', 'cur'].flatMap((part) => {
        const dir = join(mail, domain, local, 'Maildir', part)
        return existsSync(dir)
          ? readdirSync(dir).map((name) => ({
              file: join(part, name),
              text: readFileSync(join(dir, name), 'utf8'),
            }))
          : []
      })
    },
    log: () => readFileSync(join(folder, 'mail.log'), 'utf8'),
    close: async () => {
      await gone.close()
      for (const stop of [() => postfix('stop'), () => dovecot('stop')]) {
        try {
          stop()
        } catch {
          // It was down already.
        }
      }
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const makeFolder = (path: string, owner: number) => {
  mkdirSync(path, { recursive: true })
  chownSync(path, owner, owner)
}

const writeDovecot = (folder: string, port: number) => {
  writeFileSync(
    join(folder, 'dovecot.conf'),
    `base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <${folder}/cert.pem
ssl_key = <${folder}/key.pem
disable_plaintext_auth = yes
auth_mechanisms = plain login
mail_location = maildir:${folder}/mail/mill.example/%n/Maildir
first_valid_uid = ${NOBODY}
passdb {
  driver = static
  args = password=${PASSWORD.replaceAll(' ', '_')}
}
userdb {
  driver = static
  args = uid=${NOBODY} gid=${NOBODY} home=${folder}/mail/mill.example/%n
}
service imap-login {
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
service auth {
  unix_listener auth-postfix {
    mode = 0666
  }
}
`,
  )
}

const writePostfix = (folder: string, port: number, gonePort: number) => {
  const etc = join(folder, 'postfix')
  for (const part of [etc, join(folder, 'queue')]) mkdirSync(part)
  makeFolder(join(folder, 'data'), Number(execFileSync('id', ['-u', 'postfix'])))
  writeFileSync(
    join(folder, 'mailboxes'),
    ['info@shop.example', 'jo@mill.example', 'bounce@mill.example', 'optout@mill.example']
      .map((address) => `${address} ${address.split('@')[1]}/${address.split('@')[0]}/Maildir/\n`)
      .join(''),
  )
  writeFileSync(join(folder, 'transport'), `gone.example smtp:[127.0.0.1]:${gonePort}\n`)
  writeFileSync(
    join(etc, 'main.cf'),
    `compatibility_level = 3.6
queue_directory = ${folder}/queue
data_directory = ${folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = ${folder}/mail.log
maillog_file_prefixes = ${folder}
myhostname = mx.mill.example
mydestination =
mynetworks = 127.0.0.1/32
inet_interfaces = loopback-only
inet_protocols = ipv4
alias_maps =
alias_database =
recipient_delimiter = +
virtual_mailbox_domains = mill.example, shop.example
virtual_mailbox_base = ${folder}/mail
virtual_mailbox_maps = texthash:${folder}/mailboxes
virtual_uid_maps = static:${NOBODY}
virtual_gid_maps = static:${NOBODY}
transport_maps = texthash:${folder}/transport
smtpd_tls_cert_file = ${folder}/cert.pem
smtpd_tls_key_file = ${folder}/key.pem
smtpd_tls_security_level = may
smtpd_tls_auth_only = yes
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = ${folder}/run/auth-postfix
smtpd_recipient_restrictions = permit_sasl_authenticated, reject
smtpd_relay_restrictions = permit_sasl_authenticated, reject
`,
  )
  writeFileSync(
    join(etc, 'master.cf'),
    `127.0.0.1:${port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
`,
  )
}
