import type { Shape } from './layouts.ts'

const COPY =
  'Received: from out.mill.example\nFrom: bob@mill.example\nTo: ann@shop.example\nSubject: Hello\n\nHi'
const gone = [{ address: 'ann@shop.example', hard: true }] as const
const soft = [{ address: 'ann@shop.example', hard: false }] as const
const mail = (from: string, subject: string, body: string, more = ''): string =>
  `Return-Path: <>\nFrom: ${from}\nTo: bob@mill.example\nSubject: ${subject}\n${more}\n${body}\n`
const fields = (
  status: string,
  diagnostic: string,
  action = 'failed',
  recipient = 'ann@shop.example',
): string =>
  `Final-Recipient: rfc822; ${recipient}\nAction: ${action}\nStatus: ${status}\nDiagnostic-Code: ${diagnostic}`
const dsn = (
  words: string,
  status: string,
  subject = 'Undelivered Mail Returned to Sender',
  from = 'MAILER-DAEMON@mill.example',
): string =>
  `From: ${from}\nTo: bob@mill.example\nSubject: ${subject}\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n--b\nContent-Type: text/plain; charset=utf-8\n\n${words}\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mill.example\n\n${status}\n\n--b\nContent-Type: message/rfc822\n\n${COPY}\n--b--\n`

/** More notifications, of servers and in languages beyond the first list; people, hosts and firms are invented. */
export const MORE_SHAPES: readonly Shape[] = [
  {
    server: 'SurfControl',
    mail: mail(
      '"Administrator" <postmaster@mill.example>',
      'Message could not be delivered',
      `Your message could not be sent.\nA transcript of the attempts to send the message follows.\nThe number of attempts made: 1\nAddressed To: ann@shop.example\n\nThu 29 Apr 2010 23:34:45 +0900\nFailed to send to identified host,\nann@shop.example: [192.0.2.5], 550 ann@shop.example... No such user\n--- Message non-deliverable.`,
    ),
    want: gone,
  },
  {
    server: 'SurfControl, a full mailbox',
    mail: mail(
      '"Administrator" <postmaster@mill.example>',
      'Message could not be delivered',
      `Your message could not be sent.\nA transcript of the attempts to send the message follows.\nThe number of attempts made: 1\nAddressed To: ann@shop.example\n\nThu 29 Apr 2010 23:34:45 +0900\nFailed to send to identified host,\nann@shop.example: [192.0.2.5], 552 mailbox quota exceeded\n--- Message non-deliverable.`,
    ),
    want: soft,
  },
  {
    server: 'Bigfoot',
    mail: mail(
      'Mail Delivery Subsystem <MAILER-DAEMON@mill.example>',
      'Returned mail: User unknown',
      `The original message was received at Thu, 29 Apr 2010 23:34:45 +0900\nfrom [192.0.2.2]\n\n   ----- The following addresses had permanent fatal errors -----\n<ann@shop.example>\n\n   ----- Transcript of session follows -----\n>>> RCPT TO:<ann@shop.example>\n<<< 553 Invalid recipient ann@shop.example (Mode: normal)`,
    ),
    want: gone,
  },
  {
    server: 'Facebook',
    mail: dsn(
      'This message was created automatically by Facebook.',
      fields(
        '5.1.1',
        'smtp; 550 5.1.1 RCP-P1 http://postmaster.shop.example/response_codes?ip=192.0.2.1#rcp Refused due to recipient preferences',
      ),
    ),
    want: soft,
  },
  {
    server: 'McAfee',
    mail: mail(
      '"Mailer-Daemon" <MAILER-DAEMON@mill.example>',
      'Delivery Status',
      `--- The following addresses had delivery problems ---\n\n<ann@shop.example>   (User unknown ann@shop.example)\n\n--------------Boundary-00=_00\nContent-Type: message/delivery-status; name="deliverystatus.txt"\nContent-Transfer-Encoding: 7bit\n\nFinal-Recipient: <ann@shop.example>\nAction: failed\nDiagnostic-Code: 550 User unknown ann@shop.example\nLast-Attempt-Date: Thu, 29 Apr 2010 23:34:45 +0900`,
    ),
    want: gone,
  },
  {
    server: 'a qmail of its own words',
    mail: mail(
      '<MAILER-DAEMON@mill.example>',
      'failure notice',
      `We're sorry. There's a problem with the e-mail address(es) you're trying to send to. Please verify the address(es) and try again. If you continue to have problems, please contact Customer Support at (480) 624-2500.\n\n<ann@shop.example>:\nchild status 100...The e-mail message could not be delivered because the user's mailfolder is full.\n\n--- Below this line is a copy of the message.\n\n${COPY}`,
    ),
    want: soft,
  },
  {
    server: 'Google Workspace, no such domain',
    mail: dsn(
      "** Address not found **\n\nYour message wasn't delivered to ann@shop.example because the domain shop.example couldn't be found. Check for typos or unnecessary spaces and try again.\n\nThe response was:\nDNS Error: 27448 DNS type 'mx' lookup of shop.example responded with code NXDOMAIN Domain name not found: shop.example",
      fields(
        '4.0.0',
        "smtp; DNS Error: 27448 DNS type 'mx' lookup of shop.example responded with code NXDOMAIN\n Domain name not found: shop.example",
      ),
    ),
    want: gone,
  },
  {
    server: 'Gmail, a full inbox',
    mail: dsn(
      "** Recipient inbox full **\n\nYour message couldn't be delivered to ann@shop.example. Their inbox is full, or it's getting too much mail right now.\n\nThe response was:\nThe email account that you tried to reach is over quota. Learn more at https://support.example/?p=OverQuotaPerm",
      fields(
        '5.2.2',
        'smtp; 552-5.2.2 The email account that you tried to reach is over quota. Please direct',
      ),
    ),
    want: soft,
  },
  {
    server: 'Gmail, still trying',
    mail: dsn(
      "** Delivery incomplete **\n\nThere was a temporary problem delivering your message to ann@shop.example. Gmail will retry for 46 more hours. You'll be notified if the delivery fails permanently.\n\nThe response was:\nThe recipient server did not accept our requests to connect.",
      fields(
        '4.4.1',
        'smtp; The recipient server did not accept our requests to connect.',
        'delayed',
      ),
      'Delivery Status Notification (Delay)',
    ),
    want: soft,
  },
  {
    server: 'Gmail in Dutch, without a code',
    mail: mail(
      'Mail Delivery Subsystem <mailer-daemon@googlemail.example>',
      'Delivery Status Notification (Failure)',
      `** Adres niet gevonden **\n\nJe bericht is niet bezorgd bij ann@shop.example omdat het adres niet is gevonden of geen e-mail kan ontvangen.\n`,
      'X-Failed-Recipients: ann@shop.example\nAuto-Submitted: auto-replied\n',
    ),
    want: gone,
  },
  {
    server: 'Gmail in French',
    mail: mail(
      'Mail Delivery Subsystem <mailer-daemon@googlemail.example>',
      'Delivery Status Notification (Failure)',
      `** Adresse introuvable **\n\nVotre message n'a pas été remis à ann@shop.example, car l'adresse est introuvable ou ne peut pas recevoir d'e-mails.\n\nLa réponse était :\n550 5.1.1 <ann@shop.example>: Recipient address rejected: User unknown`,
      'X-Failed-Recipients: ann@shop.example\nAuto-Submitted: auto-replied\n',
    ),
    want: gone,
  },
  {
    server: 'Zoho, host not reachable',
    mail: mail(
      'mailer-daemon@mail.example',
      'Undelivered Mail Returned to Sender',
      `This message was created automatically by mail delivery software.\n A message that you sent could not be delivered to one or more of its recipients. \n\n[Status: Error, Address: <ann@shop.example>, ResponseCode 421, , Host not reachable.]\n\n`,
    ),
    want: soft,
  },
  {
    server: 'sendmail 5, unknown host',
    mail: mail(
      'Mail Delivery Subsystem <MAILER-DAEMON@mill.example>',
      'Returned mail: Host unknown',
      `   ----- Transcript of session follows -----\n501 <ann@shop.example>... 550 Host unknown\n\n   ----- Recipients of this delivery -----\nBounced, cannot deliver:\n   ann@shop.example\n   ----- Unsent message follows -----\n${COPY}`,
    ),
    want: gone,
  },
  {
    server: 'sendmail 5, spam filter',
    mail: mail(
      'Mail Delivery Subsystem <MAILER-DAEMON@mill.example>',
      'Returned mail: Service unavailable',
      `   ----- Transcript of session follows -----\nWhile talking to mx.shop.example:\n>>> DATA\n<<< 554 Message refused by spam filter\n554 <ann@shop.example>... Service unavailable\n\n   ----- Unsent message follows -----\n${COPY}`,
    ),
    want: soft,
  },
  {
    server: 'Exchange in German',
    mail: mail(
      'postmaster@shop.example',
      'Unzustellbar: Hello',
      `Fehler bei der Nachrichtenzustellung an folgende Empfänger oder Verteilerlisten:\n\nann@shop.example\nDie eingegebene E-Mail-Adresse konnte nicht gefunden werden. Überprüfen Sie die E-Mail-Adresse.\n\nDiagnoseinformationen für Administratoren:\n\nGenerierender Server: mail.shop.example\n\nann@shop.example\n#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##\n\n${COPY}`,
    ),
    want: gone,
  },
  {
    server: 'Exchange in French',
    mail: mail(
      'postmaster@shop.example',
      'Non remis : Hello',
      `Échec de la remise aux destinataires ou groupes suivants :\n\nann@shop.example\nL'adresse de messagerie que vous avez entrée est introuvable.\n\nInformations de diagnostic pour les administrateurs :\n\nGénération du serveur : mail.shop.example\n\nann@shop.example\nRemote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup'\n`,
    ),
    want: gone,
  },
  {
    server: 'Exchange in Dutch, a full mailbox',
    mail: mail(
      'postmaster@shop.example',
      'Onbestelbaar: Hello',
      `Bezorging aan de volgende geadresseerden of groepen is mislukt:\n\nann@shop.example\nHet postvak van de geadresseerde is vol en kan momenteel geen berichten accepteren.\n\nDiagnostische gegevens voor beheerders:\n\nServer die het rapport heeft gegenereerd: mail.shop.example\n\nann@shop.example\nRemote Server returned '554 5.2.2 mailbox full'`,
    ),
    want: soft,
  },
  {
    server: 'Exchange in Italian',
    mail: mail(
      'postmaster@shop.example',
      'Recapito non riuscito: Hello',
      `Impossibile recapitare il messaggio ai seguenti destinatari o gruppi:\n\nann@shop.example\nL'indirizzo di posta elettronica immesso non è stato trovato.\n\nInformazioni di diagnostica per gli amministratori:\n\nServer di generazione: mail.shop.example\n\nann@shop.example\n#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##`,
    ),
    want: gone,
  },
  {
    server: 'Office 365, no such domain',
    mail: dsn(
      "Your message to ann@shop.example couldn't be delivered.\nshop.example couldn't be found or couldn't receive mail",
      fields(
        '5.4.310',
        'smtp;550 5.4.310 DNS domain shop.example does not exist [Message=InfoDomainNonexistent]',
      ),
    ),
    want: gone,
  },
  {
    server: 'Office 365, a closed group',
    mail: dsn(
      "Your message couldn't be delivered because you don't have permission to send to it.",
      fields(
        '5.7.133',
        'smtp;550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required; Delivery restriction check failed because the sender was not authenticated when sending to this group',
      ),
    ),
    want: soft,
  },
  {
    server: 'a German freemail provider',
    mail: mail(
      'WEB.DE Mailer Daemon <mailer-daemon@web.example>',
      'Mail delivery failed: returning message to sender',
      `Diese Nachricht wurde automatisch vom E-Mail-System generiert.\n\nIhre Nachricht konnte nicht zugestellt werden:\n\nann@shop.example\nSMTP error from remote server for RCPT TO command, host: mx.shop.example (192.0.2.5) reason: 550 5.1.1 User unknown\n`,
    ),
    want: gone,
  },
  {
    server: 'Barracuda',
    mail: mail(
      'postmaster@mill.example',
      '**Message you sent blocked by our bulk email filter**',
      `Your message to: ann@shop.example\nwas blocked by our Spam Firewall. The email you sent with the following subject has NOT BEEN DELIVERED:\n\nSubject: Hello\n`,
    ),
    want: soft,
  },
  {
    server: 'Zimbra',
    mail: mail(
      'MAILER-DAEMON@mill.example (Mail Delivery System)',
      'Undelivered Mail Returned to Sender',
      `This is the mail system at host zimbra.shop.example.\n\nI'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients. It's attached below.\n\n<ann@shop.example>: host zimbra.shop.example[192.0.2.4] said: 452 4.2.2\n    Over quota (in reply to end of DATA command)`,
    ),
    want: soft,
  },
  {
    server: 'Domino in Dutch',
    mail: mail(
      'Postmaster@shop.example',
      'BEZORGFOUT: Gebruiker ann (ann@shop.example) niet vermeld in Domino-adreslijst',
      `Uw bericht\n\n  Onderwerp: Hello\n\nis niet bezorgd bij:\n\n  ann@shop.example\n\nomdat:\n\n  Gebruiker ann (ann@shop.example) niet vermeld in Domino Directory\n`,
    ),
    want: gone,
  },
  {
    server: 'Domino, no route',
    mail: mail(
      'Postmaster@shop.example',
      'DELIVERY FAILURE: No route found to domain shop.example from server MAIL/SHOP',
      `Your message\n\n  Subject: Hello\n\nwas not delivered to:\n\n  ann@shop.example\n\nbecause:\n\n  No route found to domain shop.example from server MAIL/SHOP. Check Server, Connection and Domain documents in Domino Directory.\n`,
    ),
    want: soft,
  },
  {
    server: 'Exim, sender verify',
    mail: mail(
      'Mail Delivery System <Mailer-Daemon@mill.example>',
      'Mail delivery failed: returning message to sender',
      `This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  ann@shop.example\n    host mx.shop.example [192.0.2.5]\n    SMTP error from remote mail server after RCPT TO:<ann@shop.example>:\n    550 Sender verify failed\n\n------ This is a copy of your message, including all the headers. ------\n\n${COPY}`,
    ),
    want: soft,
  },
  {
    server: 'Exim, a warning',
    mail: mail(
      'Mail Delivery System <Mailer-Daemon@mill.example>',
      'Warning: message 1abc-000 delayed 24 hours',
      `This message was created automatically by mail delivery software.\nA message that you sent has not yet been delivered to one or more of its\nrecipients after more than 24 hours on the queue on mill.example.\n\nThe address to which the message has not yet been delivered is:\n\n  ann@shop.example\n    Delay reason: SMTP error from remote mail server after RCPT TO: 450 4.1.1 user unknown\n\nNo action is required on your part.`,
      'X-Failed-Recipients: ann@shop.example\n',
    ),
    want: soft,
  },
  {
    server: 'Exim, a local mailbox',
    mail: mail(
      'Mail Delivery System <Mailer-Daemon@mill.example>',
      'Mail delivery failed: returning message to sender',
      `The following address(es) failed:\n\n  ann@shop.example\n    (generated from info@shop.example)\n    mailbox is full (MTA-imposed quota exceeded while writing to /home/ann)\n`,
    ),
    want: soft,
  },
  {
    server: 'qmail in French',
    mail: mail(
      'MAILER-DAEMON@mill.example',
      'failure notice',
      `Bonjour, ici le serveur de messagerie mill.example.\nJe n'ai pas pu délivrer votre message aux adresses suivantes.\nC'est une erreur permanente, j'abandonne.\n\n<ann@shop.example>:\nDésolé, aucune boîte à ce nom (#5.1.1)\n\n--- Below this line is a copy of the message.`,
    ),
    want: gone,
  },
  {
    server: 'an old relay in words',
    mail: mail(
      'postmaster@mill.example',
      'Undeliverable: Hello',
      `Failed to deliver to '<ann@shop.example>'\nSMTP module(domain shop.example) reports:\n host mx.shop.example says:\n 550 5.1.1 User unknown`,
    ),
    want: gone,
  },
  {
    server: 'CommuniGate',
    mail: mail(
      '<MAILER-DAEMON@mill.example>',
      'Undeliverable mail',
      `Failed to deliver to 'ann@shop.example'\nLOCAL module(account ann) reports:\n account is full (quota exceeded)\n`,
    ),
    want: soft,
  },
  {
    server: 'MDaemon',
    mail: mail(
      'MDaemon at mill.example <MDaemon@mill.example>',
      'Permanent Delivery Failure',
      `The attached message had PERMANENT fatal delivery errors!\n\nAfter one or more unsuccessful delivery attempts the attached message has\nbeen removed from the mail queue on this server.\n\nFailed address: ann@shop.example\n\n--- Session Transcript ---\n Thu 2010-04-29 23:34:45: --> RCPT To:<ann@shop.example>\n Thu 2010-04-29 23:34:45: <-- 550 5.1.1 User unknown\n--- End Transcript ---`,
    ),
    want: gone,
  },
  {
    server: 'hMailServer',
    mail: mail(
      'mailer-daemon@mill.example',
      'Message undeliverable: Hello',
      `Your message did not reach some or all of the intended recipients.\n\n   Sent: Thu, 29 Apr 2010 23:34:45 +0900\n   Subject: Hello\n\nThe following recipient(s) could not be reached:\n\nann@shop.example\n   Error Type: SMTP\n   Remote server (192.0.2.5) issued an error.\n   hMailServer sent: RCPT TO:<ann@shop.example>\n   Remote server replied: 550 5.1.1 <ann@shop.example>: Recipient address rejected: User unknown\n\nhMailServer`,
    ),
    want: gone,
  },
  {
    server: 'SmarterMail',
    mail: mail(
      'System Administrator <postmaster@mill.example>',
      'Delivery Failure',
      `Could not deliver message to the following recipient(s):\n\nFailed Recipient: ann@shop.example\nReason: Remote host said: 550 No such user here\n\n   -- The header and top 20 lines of the message follows --\n\n${COPY}`,
    ),
    want: gone,
  },
  {
    server: 'Domino in German',
    mail: mail(
      'Postmaster@shop.example',
      'ZUSTELLUNGSFEHLER: Benutzer ann nicht im Domino-Verzeichnis',
      `Ihr Dokument:\n  Hello\nkonnte nicht zugestellt werden an:\n  ann@shop.example\nda:\n  Benutzer ann (ann@shop.example) nicht im Domino-Verzeichnis aufgeführt\n`,
    ),
    want: gone,
  },
  {
    server: 'MailEnable',
    mail: mail(
      '"Postmaster" <POSTMASTER@mill.example>',
      'Message Delivery Failure',
      `MailEnable: Message could not be delivered to some recipients.\nThe following recipient(s) could not be reached:\n\n\t  Recipient: [SMTP:ann@shop.example]\n\t  Reason:  Remote mail server returned:  550 5.1.1 User unknown\n\nMessage headers follow:\n\n${COPY}`,
    ),
    want: gone,
  },
  {
    server: 'GroupWise',
    mail: mail(
      'Mailer-Daemon@shop.example',
      'Mail System Error - Returned Mail',
      `This message was undeliverable due to the following reason:\n\nThe user's email name is not found.\n\n  ann@shop.example\n`,
    ),
    want: gone,
  },
  {
    server: 'InterMail',
    mail: mail(
      'Mail Administrator <Postmaster@shop.example>',
      'Mail System Error - Returned Mail',
      `This Message was undeliverable due to the following reason:\n\nEach of the following recipients was rejected by a remote mail server.\nThe reasons given by the server are included to help you determine why\neach recipient was rejected.\n\n    Recipient: <ann@shop.example>\n    Reason:    5.1.1 <ann@shop.example>... User unknown\n\n\nPlease reply to <Postmaster@shop.example>\nif you feel this message to be in error.`,
    ),
    want: gone,
  },
  {
    server: 'InterMail, a time-out',
    mail: mail(
      'Mail Administrator <Postmaster@shop.example>',
      'Mail System Error - Returned Mail',
      `This Message was undeliverable due to the following reason:\n\nYour message was not delivered because the destination computer was\nnot reachable within the allowed queue period.\n\nYour message was not delivered within 3 days and 0 hours.\nHost shop.example is not responding.\n\nThe following recipients did not receive this message:\n\n     <ann@shop.example>\n`,
    ),
    want: soft,
  },
  {
    server: 'two recipients, one gone',
    mail: dsn(
      'x',
      `${fields('5.1.1', 'smtp; 550 5.1.1 user unknown')}\n\n${fields('5.2.2', 'smtp; 552 5.2.2 mailbox full', 'failed', 'joe@farm.example')}`,
    ),
    want: [...gone, { address: 'joe@farm.example', hard: false }],
  },
  {
    server: 'Postfix, an alias',
    mail: mail(
      'MAILER-DAEMON@mill.example (Mail Delivery System)',
      'Undelivered Mail Returned to Sender',
      `<ann@shop.example> (expanded from <info@shop.example>): unknown user: "ann"`,
    ),
    want: gone,
  },
  {
    server: 'Postfix, suspended delivery',
    mail: mail(
      'MAILER-DAEMON@mill.example (Mail Delivery System)',
      'Undelivered Mail Returned to Sender',
      `<ann@shop.example>: delivery temporarily suspended: connect to\n    mx.shop.example[192.0.2.5]:25: Connection refused`,
    ),
    want: soft,
  },
  {
    server: 'IronPort',
    mail: mail(
      '"Mail Delivery System" <MAILER-DAEMON@mill.example>',
      'Delivery Status Notification (Failure)',
      `The following message to <ann@shop.example> was undeliverable.\nThe reason for the problem:\n5.1.0 - Unknown address error 550-'5.1.1 <ann@shop.example>... User unknown'\n`,
    ),
    want: gone,
  },
  {
    server: 'IronPort, no such domain',
    mail: mail(
      '"Mail Delivery System" <MAILER-DAEMON@mill.example>',
      'Delivery Status Notification (Failure)',
      `The following message to <ann@shop.example> was undeliverable.\nThe reason for the problem:\n5.1.2 - Bad destination host 'DNS Hard Error looking up shop.example (MX):  NXDomain'\n`,
    ),
    want: gone,
  },
  {
    server: 'IronPort, too old',
    mail: mail(
      '"Mail Delivery System" <MAILER-DAEMON@mill.example>',
      'Delivery Status Notification (Failure)',
      `The following message to <ann@shop.example> was undeliverable.\nThe reason for the problem:\n5.4.7 - Delivery expired (message too old) 'timeout'\n`,
    ),
    want: soft,
  },
]
