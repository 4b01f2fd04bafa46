import { PAYLOAD_FILE } from './alert.mts';
import { FAILURE } from './delivered.mts';
import { INCIDENT } from './escalation.mts';
import { GUEST } from './every-provider.mts';
import { CLICKSEND_DOWN, OUTAGE } from './failover.mts';
import { OWNER } from './rest.mts';
import { type LiveWorkflow, type Stage } from './stage.mts';

const post = (url: string, data: string, header = '') =>
	`curl -X POST ${url}${header} -H 'Content-Type: application/json' -d ${data}`;

const start = ({ webhookUrl, header: { name, value } }: LiveWorkflow, data: string) =>
	post(webhookUrl, data, ` -H '${name}: ${value}'`);

const json = (data: object) => `'${JSON.stringify(data)}'`;

/** The addresses and commands to explore the running demo. */
export function whereToLook(editor: string, sandbox: string, stage: Stage): string {
	const { alert, failover, delivered, escalation, everyProvider } = stage;
	const { autoReply, acknowledge, reportLog } = stage;
	return `
  The workflows  ${editor}/workflow/${alert.id}  ${alert.name}
                 ${editor}/workflow/${failover.id}  ${failover.name}
                 ${editor}/workflow/${delivered.id}  ${delivered.name}
                 ${editor}/workflow/${escalation.id}  ${escalation.name}
                 ${editor}/workflow/${everyProvider.id}  ${everyProvider.name}
                 ${editor}/workflow/${autoReply.id}  ${autoReply.name}
                 ${editor}/workflow/${acknowledge.id}  ${acknowledge.name}
                 ${editor}/workflow/${reportLog.id}  ${reportLog.name}
  Log in with    ${OWNER.email}  ${OWNER.password}
  The phones     ${sandbox}/  (reply ACK or HELP there, or set a delivery status)
  More alerts    ${start(alert, `@${PAYLOAD_FILE}`)}

  Failover       ${start(failover, json(OUTAGE))}
  Until delivered  ${start(delivered, json(FAILURE))}
                 (then choose “Mark undelivered” for each text on the phones page)
  Escalation     ${start(escalation, json(INCIDENT))}
                 (then open the link in the text on the phones page; each person has two minutes)
  All providers  ${start(everyProvider, json(GUEST))}
  ClickSend down ${post(`${sandbox}/__sandbox/faults`, json(CLICKSEND_DOWN))}
  ClickSend up   curl -X DELETE ${sandbox}/__sandbox/faults
`;
}
