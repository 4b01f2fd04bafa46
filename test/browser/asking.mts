/** The escalation example, answered as on a phone. Its pictures are those of docs/ask-and-wait.md. */
import { type Page } from 'playwright-core';
import { expectedSteps, INCIDENT, seen } from '../../demo/escalation.mts';
import { post } from '../../demo/stage.mts';
import {
	ESCALATION_EXAMPLE,
	onCallNumbers,
	readExample,
	webhookPath,
	withCredential,
} from '../../demo/workflow.mts';
import { until } from '../support/patience.mts';
import { type Clip, PATIENCE_MS, picture } from './browser.mts';
import { type World } from './world.mts';

const MARGIN = 12;
/** The part of a phone's screen that the page fills. */
const TOP: Clip = { x: 0, y: 0, width: 390, height: 480 };

/** Imports the example, and lets an incident begin; returns the workflow's id. */
async function raise({ place }: World): Promise<string> {
	const example = readExample(ESCALATION_EXAMPLE);
	const header = { name: 'X-Alert-Token', value: 'a long secret value' };
	const headerAuth = await place.rest.createCredential('Alert header', 'httpHeaderAuth', header);
	await place.addCredentials('clickSendApi');
	const { clickSendApi } = place.credential('clickSendApi');
	if (!clickSendApi) throw new Error('there is no ClickSend credential');
	const id = await place.rest.publish(
		withCredential(
			withCredential(example, 'httpHeaderAuth', headerAuth),
			'clickSendApi',
			clickSendApi,
		),
	);
	await post(`${place.url}/webhook/${webhookPath(example)}`, header, INCIDENT);
	return id;
}

/** Makes all messages of the phones visible; returns the rectangle around these phones. */
async function aroundPhones({ phones }: World, numbers: readonly string[]): Promise<Clip> {
	await phones.page.setViewportSize({ width: 1100, height: 900 });
	await phones.page.evaluate(
		`for (const { style } of document.querySelectorAll('.thread')) style.height = '500px'`,
	);
	const found = await Promise.all(numbers.map((one) => phones.phone(one).boundingBox()));
	const boxes = found.filter((box) => box !== null);
	const x = Math.min(...boxes.map((box) => box.x)) - MARGIN;
	const y = Math.min(...boxes.map((box) => box.y)) - MARGIN;
	const right = Math.max(...boxes.map((box) => box.x + box.width)) + MARGIN;
	const bottom = Math.max(...boxes.map((box) => box.y + box.height)) + MARGIN;
	return { x, y, width: right - x, height: bottom - y };
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** Whether a thumb can tap it, and nothing is cut off at the sides. */
async function fitsThePhone(page: Page, label: string): Promise<void> {
	const box = await button(page, label).boundingBox();
	expect(box?.height).toBeGreaterThanOrEqual(48);
	const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
	expect(await page.evaluate(overflow)).toBe(0);
}

export function asking(world: World): void {
	test('the link in a text opens the page; a tap answers, and the workflow goes on', () =>
		world.step(async () => {
			const { phones, place } = world;
			const [ann = '', bob = ''] = onCallNumbers(readExample(ESCALATION_EXAMPLE));
			place.sandbox.reset();
			const id = await raise(world);
			const linkOn = (number: string) => phones.phone(number).locator('.bubble a').last();

			await phones.shows(ann, 'Can you take it?');
			const opened = phones.page.context().waitForEvent('page');
			await linkOn(ann).click();
			const hers = await opened;
			await button(hers, 'I cannot take it').click();
			await hers.getByText('Your answer was recorded: I cannot take it').waitFor();
			await hers.close();

			await phones.shows(bob, 'Can you take it?');
			const link = (await linkOn(bob).getAttribute('href')) ?? '';
			for (const dark of [false, true]) {
				const phone = await world.phoneScreen(dark);
				await until('n8n to wait', PATIENCE_MS, async () => {
					await phone.goto(link);
					return (await button(phone, 'I take it').count()) === 1;
				});
				await fitsThePhone(phone, 'I take it');
				await picture(phone, dark ? 'ask-page-dark' : 'ask-page', TOP);
				if (dark) {
					await button(phone, 'I take it').click();
					await phone.getByText('Your answer was recorded: I take it').waitFor();
				}
				await phone.context().close();
			}

			await phones.shows(ann, `${bob} has taken it`);
			await until('the end of the workflow', PATIENCE_MS, async () => {
				const [execution] = await place.rest.executions(id);
				return execution?.status === 'success';
			});
			expect(place.sandbox.messages().map(seen)).toEqual(
				expectedSteps(INCIDENT, [
					[ann, 'declines'],
					[bob, 'takes it'],
				]),
			);
			await picture(phones.page, 'ask-texts', await aroundPhones(world, [ann, bob]));
		}));
}
