/**
 * The real n8n: the alert example, whose Stop and Error node repeats what the items say. n8n's errors
 * replace sentences that contain a code such as ECONNRESET, also where the outcome is unknown.
 */
import { readPayload } from '../../demo/alert.mts';
import { type N8nVersion } from '../../demo/versions.mts';
import {
	ALERTMANAGER_EXAMPLE,
	readExample,
	webhookPath,
	withCredential,
} from '../../demo/workflow.mts';
import type { FaultKind } from '../../sandbox/fault-spec.mts';
import { Place } from './place.mts';

const HEADER = { name: 'X-Alert-Token', value: 'a long value for the test' };

interface Item {
	readonly error: {
		readonly message: string;
		readonly failure: { readonly class: string; readonly hint: string };
	};
}

/** Defines the tests of the alert example in one version of n8n. */
export function alerts(version: N8nVersion): void {
	const place = new Place({ n8n: version });
	let workflow = '';
	let path = '';

	beforeAll(async () => {
		await place.open('clickSendApi');
		const header = await place.rest.createCredential('Alert header', 'httpHeaderAuth', HEADER);
		const example = readExample(ALERTMANAGER_EXAMPLE);
		const { clickSendApi } = place.credential('clickSendApi');
		workflow = await place.rest.publish(
			withCredential(
				withCredential(example, 'clickSendApi', clickSendApi!),
				'httpHeaderAuth',
				header,
			),
		);
		path = webhookPath(example);
	}, 20 * 60_000);
	afterAll(async () => {
		await place.close();
	});

	/** Posts an alert while the provider has a fault; returns the error that n8n stores, and the items. */
	async function alertWith(kind: FaultKind): Promise<{ error: string; items: unknown[] }> {
		place.sandbox.reset();
		place.sandbox.fault({ wire: 'clicksend', path: '/v3/sms/send', kind, times: 20, ms: 60_000 });
		// The history does not answer either, so that nothing clears the doubt.
		place.sandbox.fault({
			wire: 'clicksend',
			path: '/v3/sms/history',
			kind: 'resetBefore',
			times: 20,
		});
		const before = (await place.rest.executions(workflow)).length;
		const response = await place.post(path, readPayload(), { [HEADER.name]: HEADER.value });
		expect(response.status).toBe(200);
		const { id, status } = await place.rest.finishedExecution(workflow, 120_000);
		expect(await place.rest.executions(workflow)).toHaveLength(before + 1);
		expect(status).toBe('error');
		return {
			error: await place.rest.errorOf(id),
			items: await place.rest.itemsOf(id, 'Text on-call'),
		};
	}

	test.each(['resetAfter', 'resetBefore', 'garbage'] as const)(
		'%s: the execution’s error says what the items say, and that the outcome is unknown',
		async (kind) => {
			const { error, items } = await alertWith(kind);
			expect(items.length).toBeGreaterThan(0);
			const sentences = (items as Item[]).map(({ error: { message, failure } }) => {
				expect(failure.class).toBe('unknownOutcome');
				return `${message}. ${failure.hint}`;
			});
			expect(error).toBe(`${items.length} of the texts could not be sent: ${sentences.join(' ')}`);
			expect(error).toMatch(/may have been (sent|carried out)/);
			expect(error).not.toMatch(/retry the request|perhaps it is offline/i);
		},
		3 * 60_000,
	);
}
