/** The example of the README: an alert arrives at the phones. Its pictures are the README's. */
import {
	ALERTMANAGER_EXAMPLE,
	onCallNumbers,
	readExample,
	withCredential,
	webhookPath,
} from '../../demo/workflow.mts';
import { expectedTexts, findFaults, readPayload } from '../../demo/alert.mts';
import { runWorkflow } from '../../demo/stage.mts';
import { type Clip, picture } from './browser.mts';
import { type Editor } from './editor.mts';
import { type World } from './world.mts';

const MARGIN = 24;
/** Room for the name of a node, which is below its box. */
const LABEL = 60;

/** The rectangle around all nodes and notes of the canvas. */
async function aroundTheNodes({ page }: Editor): Promise<Clip> {
	await page.getByTestId('zoom-to-fit').click();
	await page.waitForTimeout(1000); // the canvas moves until all nodes fit
	const nodes = await page.locator('.vue-flow__node').all();
	const boxes = (await Promise.all(nodes.map((node) => node.boundingBox()))).filter(
		(box) => box !== null,
	);
	const x = Math.min(...boxes.map((box) => box.x)) - MARGIN;
	const y = Math.min(...boxes.map((box) => box.y)) - MARGIN;
	const right = Math.max(...boxes.map((box) => box.x + box.width)) + MARGIN;
	const bottom = Math.max(...boxes.map((box) => box.y + box.height)) + LABEL;
	return { x, y, width: right - x, height: bottom - y };
}

export function alert(world: World): void {
	test('the example is an alert that arrives at every phone on call', () =>
		world.step(async () => {
			const { editor, phones, place } = world;
			const header = { name: 'X-Alert-Token', value: 'a long secret value' };
			const headerAuth = await place.rest.createCredential(
				'Alert header',
				'httpHeaderAuth',
				header,
			);
			const clickSend = place.credential('clickSendApi').clickSendApi;
			if (!clickSend) throw new Error('there is no ClickSend credential');
			const example = withCredential(
				withCredential(readExample(ALERTMANAGER_EXAMPLE), 'httpHeaderAuth', headerAuth),
				'clickSendApi',
				clickSend,
			);
			const id = await place.rest.publish(example);
			const webhookUrl = `${place.url}/webhook/${webhookPath(example)}`;
			const numbers = onCallNumbers(example);
			const before = place.sandbox.messages().length;
			const payload = readPayload();
			const live = { id, name: example.name, webhookUrl, header, numbers };
			await runWorkflow(place.rest, live, payload);
			const arrived = place.sandbox.messages().slice(before);
			expect(findFaults(expectedTexts(payload, numbers), arrived)).toEqual([]);
			for (const { to, text } of arrived) await phones.shows(to, text);

			await editor.openWorkflow(id);
			await picture(editor.page, 'workflow', await aroundTheNodes(editor));
			await phones.open();
			await phones.reply(numbers[0] ?? '', 'ACK, on my way');
			const first = phones.phone(numbers[1] ?? '');
			await first
				.getByRole('button', { name: /^Mark delivered/ })
				.last()
				.click();
			await first.locator('.state.delivered').last().waitFor();
			await picture(phones.page, 'phones');
		}));
}
