/**
 * Runs of the operations that declare their endpoints: for each operation some that between them
 * call all of those. Who adds such an operation adds its runs here.
 */
import { type IDataObject } from 'n8n-workflow';
import { type FaultSpec } from '../../sandbox/server.mts';
import { byId, WAYS } from '../support/clicksend.mts';
import { type NodeSpec } from '../support/engine.mts';
import { number, ON_ERROR, sending, SETUPS } from '../support/send.mts';

export interface Run {
	/** `node: resource: operation`; `-` for a node without resources. */
	readonly operation: string;
	readonly node: NodeSpec;
	readonly items: IDataObject[];
	readonly fault?: FaultSpec;
}

const ONE = [{ to: number(1), text: 'x' }];

/** The connection breaks after the message was taken, so that it has to be looked up. */
const UNSURE: FaultSpec = { kind: 'resetAfter', path: '/v3/sms/send' };

const clickSend: Run[] = WAYS.flatMap((way) => {
	const operation = 'clickSend: sms: send';
	const byTemplate = { contentType: 'template', template: byId('587713') };
	return [
		{ operation, node: sending(way), items: ONE, fault: UNSURE },
		{ operation, node: sending(way, {}, ON_ERROR.continue, byTemplate), items: ONE },
	];
});

const sendSms: Run[] = SETUPS.filter(({ type }) => type.endsWith('sendSms')).map((setup) => ({
	operation: 'sendSms: -: send',
	node: sending(setup),
	items: ONE,
	fault: UNSURE,
}));

export const RUNS: readonly Run[] = [...clickSend, ...sendSms];
