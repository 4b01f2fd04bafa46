import { type Sandbox } from '../../sandbox/server.mts';
import { type RequestFilter } from '../../sandbox/types.mts';
import { smsTrigger, type TriggerSpec } from './answering.mts';
import { type Place, SUBHOOK_KEY } from './place.mts';

/** A source of texts. To add one, add an entry to {@link SOURCES}. */
export interface Source {
	name: string;
	trigger: TriggerSpec;
	/** Sources with the same pace receive texts at the same moment: they share their rounds. */
	pace: string;
	/** Writes a text to it. */
	write(sandbox: Sandbox, text: string): void;
	/**
	 * Whether n8n has received what was written since this was called: from then on, the provider may
	 * consider it delivered.
	 */
	watch(sandbox: Sandbox): () => boolean;
	/** Whether texts that n8n received at the moment of the kill must be delivered again. */
	losesNothing: boolean;
	/** Whether they may be: a batch is repeated at most once for each kill. */
	mayRepeat: boolean;
	/** Sets up the provider after the workflow is published. */
	prepare?(place: Place): Promise<void>;
	/**
	 * Whether n8n has polled this many times since this was called. If it does not poll: whether the
	 * provider has nothing left to deliver.
	 */
	hasAsked(sandbox: Sandbox): (times: number) => boolean;
}

const PHONE = '+61455000001';
const WEBHOOK_ID = '0d4c2a52-5a3f-4c0e-9a3e-6f1f0c1b2a77';
/** Long enough for n8n to start again, even on a busy machine. */
const RETRIES_MS = [250, 500, 1000, 1000, 2000, 2000, 4000, 4000, 8000, 8000];

/** A source that n8n polls every second with these requests. */
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
		mayRepeat: true,
	},
	{
		name: 'SMS Trigger, SMSMobileAPI',
		trigger: smsTrigger('smsMobileApi', 'smsMobileApi'),
		...polled('+61448000222', { wire: 'smsmobileapi', method: 'GET', path: '/getsms/' }),
		losesNothing: false,
		mayRepeat: false,
	},
	{
		name: 'SMS Webhook Trigger, SUBMAIL',
		trigger: {
			type: 'n8n-nodes-sms-suite.smsWebhookTrigger',
			parameters: { provider: 'submail', events: ['messageReceived'] },
			webhookId: WEBHOOK_ID,
			credential: 'smsWebhookApi',
		},
		pace: 'pushed',
		async prepare(place) {
			const { sandbox } = place;
			sandbox.configure({ webhookRetryMs: RETRIES_MS });
			await sandbox.hook({
				kind: 'submail',
				url: place.webhookUrl(WEBHOOK_ID),
				key: SUBHOOK_KEY,
				events: ['mo'],
			});
		},
		write: (sandbox, text) =>
			void sandbox.reply({ from: '+8613900000001', to: '1069010001', text }),
		// SUBMAIL calls immediately; the first call is under way as soon as the text is written.
		watch(sandbox) {
			const before = sandbox.deliveries().length;
			return () => sandbox.deliveries().length > before;
		},
		hasAsked: (sandbox) => () => sandbox.deliveries({ done: false }).length === 0,
		losesNothing: false,
		mayRepeat: true,
	},
];
