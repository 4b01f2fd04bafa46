/**
 * The way of one text, from the canvas to the wire and back: the files of which a named function runs, as V8
 * counts them. What only some sends need stays off it (docs/architecture.md).
 */
import { Session } from 'node:inspector/promises';
import { type IDataObject } from 'n8n-workflow';
import { useSuite } from '../../support/suite.mts';

const FEWER_THAN = 30;

const suite = useSuite();

/** The files of the package of which `work` runs a named function. */
async function filesOf(work: () => Promise<void>): Promise<string[]> {
	const session = new Session();
	session.connect();
	try {
		await session.post('Profiler.enable');
		await session.post('Profiler.startPreciseCoverage', { callCount: true });
		// What ran before does not count.
		await session.post('Profiler.takePreciseCoverage');
		await work();
		const { result } = await session.post('Profiler.takePreciseCoverage');
		const ran = result.filter(({ functions }) =>
			functions.some(
				({ functionName, ranges }) => functionName !== '' && (ranges[0]?.count ?? 0) > 0,
			),
		);
		const files = ran.map(({ url }) => /(?<!node_modules.*)\/dist\/(.+)\.js$/.exec(url)?.[1] ?? '');
		return files.filter((file) => file !== '').sort();
	} finally {
		await session.post('Profiler.stopPreciseCoverage');
		session.disconnect();
	}
}

test.each([
	['directly', 'clickSendApi'],
	['through Maton', 'matonApi'],
])('a text through ClickSend, %s', async (_how, authentication) => {
	const send = async (to: string): Promise<IDataObject | undefined> => {
		const parameters = {
			operation: 'send',
			providers: ['clickSend'],
			clickSendAuthentication: authentication,
			to: '={{ $json.to }}',
			message: '={{ $json.text }}',
		};
		const { outputs } = await suite.engine.run(
			{ type: 'n8n-nodes-sms-suite.sendSms', credentials: [authentication], parameters },
			[{ to, text: 'Disk full' }],
		);
		return outputs[0]?.[0]?.json;
	};
	// The first run loads the files.
	expect(await send('+61411111111')).toMatchObject({ outcome: 'accepted' });
	let sent: IDataObject | undefined;
	const files = await filesOf(async () => {
		sent = await send('+61411111112');
	});
	expect(sent).toMatchObject({ outcome: 'accepted', to: '+61411111112' });
	expect(files).toContain('nodes/ClickSend/send');
	expect(files).toContain('n8n/sending/run');
	if (files.length >= FEWER_THAN) throw new Error(`${files.length} files:\n${files.join('\n')}`);
});
