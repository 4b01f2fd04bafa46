import { type Sandbox } from '../../sandbox/server.mts';
import { type RequestFilter } from '../../sandbox/types.mts';
import { smsTrigger, type TriggerSpec } from './answering.mts';

/** Where texts come from. Another one is another entry of {@link SOURCES}. */
export interface Source {
	name: string;
	trigger: TriggerSpec;
	/** Sources of the same pace are given texts in the same moment: they share their rounds. */
	pace: string;
	/** Writes a text to it. */
	write(sandbox: Sandbox, text: string): void;
	/**
	 * Whether n8n was given what has been written since this was called: from then on, the provider may
	 * take it for delivered.
	 */
	watch(sandbox: Sandbox): () => boolean;
	/** Whether what n8n was given in the moment of the kill has to come again. */
	losesNothing: boolean;
	/**
	 * Whether n8n has asked so many times for what there is, since this was called. Where it does not ask:
	 * whether the provider has nothing left to bring.
	 */
	hasAsked(sandbox: Sandbox): (times: number) => boolean;
}

const PHONE = '+61455000001';

/** A source that n8n asks every second with these requests. */
function polled(
	to: string,
	asking: RequestFilter,
): Pick<Source, 'pace' | 'write' | 'watch' | 'hasAsked'> {
	const answered = (sandbox: Sandbox) => {
		const last = sandbox.requests(asking).at(-1)?.id ?? 0;
		return () => sandbox.requests(asking).filter(({ id, status }) => id > last && status === 200);
	};
	return {
		pace: 'polled every second',
		write: (sandbox, text) => void sandbox.reply({ from: PHONE, to, text }),
		watch(sandbox) {
			const answers = answered(sandbox);
			return () => answers().length > 0;
		},
		hasAsked(sandbox) {
			const answers = answered(sandbox);
			return (times) => answers().length >= times;
		},
	};
}

export const SOURCES: readonly Source[] = [
	{
		name: 'SMS Trigger, ClickSend',
		trigger: smsTrigger('clickSend', 'clickSendApi', { createPollRule: true }),
		...polled('+61448000111', { wire: 'clicksend', method: 'GET', path: '/v3/sms/inbound' }),
		losesNothing: true,
	},
	{
		name: 'SMS Trigger, SMSMobileAPI',
		trigger: smsTrigger('smsMobileApi', 'smsMobileApi'),
		...polled('+61448000222', { wire: 'smsmobileapi', method: 'GET', path: '/getsms/' }),
		losesNothing: false,
	},
	// The SMS Webhook Trigger: a pace of its own ('pushed'), `watch` looks for an attempt in
	// sandbox.deliveries() that was answered, `hasAsked` for deliveries that are not done.
];
