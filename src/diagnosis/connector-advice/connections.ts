import { words } from "../../text/page/words.ts";
import { type Kinds, MAY_NOT, OF_SETTING } from "./kinds.ts";

/** Of Kafka, whose errors do not say which server was asked, and what it answered. */
export const OF_BROKER = /\bBrokerTransportFailure\b|\bbroker transport failure\b|\bAllBrokersDown\b/i;

export const REFUSED = words`The server refuses the credentials: they are missing, wrong or expired, or lack the right`;
const WITHOUT_TLS = words`What answers at that address does not speak TLS, as the connector does: it is http instead of https, another port, or TLS is to be turned off for the connector or on at the server`;
const NO_TLS = /\bserver does not support (?:TLS|SSL)\b|\bSSL is not enabled on the server\b/i;
/** TLS, of an answer that is none. */
export const BARE_TLS =
  /\bcorrupt message of type\b|\bwrong version number\b|\bpacket length too long\b|\bPLAINTEXT broker listener\b/i;
export const NO_BROKER = /\bInvalid response size\b/i;

/** What any server, network or file system says, in words that a name or an address may have, too. */
export const OF_CONNECTIONS: Kinds = [
  [
    /\bpassword authentication failed\b|\bNOAUTH\b|\bWRONGPASS\b|\bNOPERM\b|\bAuthentication required\b|\bauthorization violation\b|\bfailed signing nonce\b|\bSASL authentication\b|\bAuthentication[ _]?(?:Failed|failure|error)\b|authori[sz]ation ?failed\b|\bAccess ?Denied\b|\bPermissionDenied\b|\bUnauthenticated\b|\bInvalidAccessKeyId\b|\bSignatureDoesNotMatch\b|\bExpiredToken\b|\binvalid (?:username|user name|credentials)\b|\bstatus\b.{0,40}\b40[13]\b|\bunauthorized\b|\bforbidden\b/i,
    REFUSED,
  ],
  [
    /\bMissingRegion\b|\bPermanentRedirect\b|\bBareRedirect\b|\bAuthorizationHeaderMalformed\b/,
    words`The bucket's region is missing from its configuration, or is another: set it (aws_region, region)`,
  ],
  [/\bRequestTimeTooSkewed\b/, words`The clock of the machine that the pipeline runs on is wrong: set it`],
  [
    /\bnot a delta table\b|\bNotATable\b/i,
    words`There is no Delta table at its uri: correct it, or write the table first`,
  ],
  [
    /\bUnsupported (?:reader|writer) features?\b|\bmerge-on-read\b/i,
    words`The table uses a feature of its format that this connector does not know: write it without that, or run a newer Feldera`,
  ],
  [
    /\berror reading the next log entry\b|\bprocessing table version\b|_delta_log\/\d+\.json not found/i,
    words`A version of the table that comes next is not there to be read: as a rule its log or files were cleaned up (VACUUM, log retention) before they were read here. Keep them for longer there; clearing the pipeline's storage has it begin with a new snapshot`,
  ],
  [
    /\bMaxCommitAttempts\b|\bVersionAlreadyExists\b|\bConcurrent(?:Append|Transaction|DeleteRead|DeleteDelete|Modification)/,
    words`Others write to the same table at once, and it could not commit between them: let one writer at a time write to it`,
  ],
  [
    /\bSchemaMismatch\b|\bdifferent schema\b/i,
    words`The table there has other columns than the view: change either, or have it written anew (mode truncate)`,
  ],
  [
    NO_TLS,
    words`The server does not speak TLS, as the connector wants: turn it on there, or off for the connector (sslmode in the uri of Postgres)`,
  ],
  [
    /\bPLAINTEXT broker listener\b/,
    words`The broker speaks no TLS at that port, as the connector does: correct the port, or security.protocol`,
  ],
  [BARE_TLS, WITHOUT_TLS],
  [
    /\bfatal alert: (?:HandshakeFailure|ProtocolVersion|InsufficientSecurity)\b|\bpeer is incompatible\b|\bno shared cipher\b|\bunsupported protocol\b/i,
    words`Both sides speak TLS, and have no version or cipher of it in common: allow one that both know, as a rule at the server`,
  ],
  [
    /\bfatal alert: (?:CertificateRequired|BadCertificate|UnknownCA|CertificateUnknown|AccessDenied)\b|\bcertificate required\b/i,
    words`The server refuses the connector's own certificate, or wants one and gets none: give the connector one that the server trusts`,
  ],
  [
    /certificate|\btls\b|\bssl\b|handshake/i,
    words`The connection's encryption fails: the certificate is not trusted, has expired, or is for another name`,
  ],
  [
    /connection refused|os error 111|refused to connect/i,
    words`Nothing listens at that address: the server is down, or host or port are wrong`,
  ],
  [
    NO_BROKER,
    words`What answers at that address is no Kafka broker, or speaks TLS where the connector does not: check bootstrap.servers and security.protocol`,
  ],
  [
    OF_BROKER,
    words`No broker could be reached at its bootstrap.servers: they are down, host or port are wrong, or a firewall lies between`,
  ],
  [
    /failed to (?:lookup|resolve)|name or service not known|\bhost resolution failure\b|\bdns\b|no such host/i,
    words`The host's name cannot be resolved from where the pipeline runs`,
  ],
  [
    /\bTimeout while waiting for response\b/,
    words`The server was reached and gives no answer in time: it hangs, has too much to do, or takes long for what it is asked`,
  ],
  [
    /timed? ?out|\btimeout\b|unreachable|no route/i,
    words`The server does not answer: a firewall or a wrong address lies between, or it is down`,
  ],
  [
    /no space left|os error 28|disk quota|os error 122/i,
    words`What it writes to has no space left: make room, or write elsewhere`,
  ],
  [/permission denied/i, MAY_NOT],
  [
    /is a directory|os error 21\b/i,
    words`What it names is a directory, and it reads or writes one file: name the file`,
  ],
  [
    /failed to create output file.{0,600}(?:no such file|os error 2\b)/is,
    words`The folder of that file is not there, seen from where the pipeline runs: an output makes its file, and no folder`,
  ],
  [
    /no such file|os error 2\b/i,
    words`The file or directory that it names is not there, seen from where the pipeline runs: correct the path, or put it there`,
  ],
  [
    /\bstatus\b.{0,40}\b5\d\d\b|\b50[0-4] [A-Z]/i,
    words`The server was reached and failed itself: look at its own log`,
  ],
  [
    /\bstatus\b.{0,40}\b3\d\d\b/i,
    words`The server redirects to another address, and the connector did not get there: name that address itself`,
  ],
  [
    /\bstatus\b.{0,40}\b4(?!04|10)\d\d\b/i,
    words`The server was reached and refuses the request, as its answer says: correct what the connector asks for`,
  ],
  [
    /invalid argument|os error 22\b/i,
    words`What it writes to is no regular file: a pipe or a device cannot be flushed to a disk, as an output to a file does with every batch`,
  ],
  [
    /broken pipe|os error 32\b|connection (?:reset|closed)|os error 104\b|\bterminating connection\b/i,
    words`The other side closed the connection, or the pipe`,
  ],
  // Of awc, the HTTP client of Feldera: the connection was made, and the server hung up without an answer.
  [
    /\bconnector has been disconnected\b/i,
    words`The server took the connection, and closed it without an answer: look at its own log, and whether the address, its path too, is right`,
  ],
  [
    /not found|does not exist|unknown topic|NoSuch|\b404\b|\b410 Gone\b/i,
    words`What it names is not there: correct the name, or create it`,
  ],
  [
    /\berror executing query\b/,
    words`Its database refuses the query, as where a table or column of it is not there or is named otherwise: run the query there, whose error tells more`,
  ],
  [
    /\bFATAL: /,
    words`Its database was reached, and refuses it, as the error says: correct that there, or what the connector's uri has of it`,
  ],
  // Words of the server's own would follow; one that is not reached has "error connecting to server".
  [
    /\bpostgres\b.*\bdb error$/is,
    words`Its database was reached, and refuses it: the user, its password or the database's name is wrong, most likely (the database's own log says which)`,
  ],
  [
    /\b(?:unable|failed|cannot|could not) (?:to )?connect\b|\berror connecting to\b|\berror (?:sending request|trying to connect)\b|\bkind: Connect\b/i,
    words`Its server could not be reached, or refused the connection: it is down, host or port are wrong, or a firewall lies between`,
  ],
  // Feldera puts these words before every reason for which a connector could not be made, the server's too.
  [/\binvalid\b.{0,40}configuration/i, OF_SETTING],
];
