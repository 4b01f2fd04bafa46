/** From an empty workflow to the first text, with a count of the clicks. */
import { picture } from './browser.mts';
import { type World } from './world.mts';

const NUMBER = '+61411111111';

/** Adds a Send SMS node to the empty workflow: three clicks. */
async function addSendSms({ editor }: World): Promise<void> {
	await editor.click(editor.id('canvas-plus-button'));
	await editor.id('node-creator-search-bar').fill('sms');
	const found = editor.page.getByTestId('node-creator-item-name');
	await editor.click(found.getByText('Send SMS', { exact: true }).first());
	await editor.click(found.getByText('Send an SMS', { exact: true }).first());
	await editor.panel.waitFor();
}

export function firstText(world: World): void {
	test('a first text takes 13 clicks, with a new credential', async () => {
		const { editor, phones, place } = world;
		editor.clicks = 0;
		await addSendSms(world);

		await editor.click(editor.panel.getByTestId('node-credentials-select').first());
		await editor.click(editor.id('node-credentials-select-item-new'));
		const dialog = editor.id('editCredential-modal');
		await editor.type(editor.field('username', dialog), 'sandbox');
		await editor.type(editor.field('apiKey', dialog), 'sandbox-key');
		await editor.type(editor.field('baseUrl', dialog), `${place.sandbox.url}/clicksend`);
		await editor.click(editor.id('credential-save-button'));
		await dialog.getByText('Connection tested successfully').waitFor();
		await editor.click(dialog.locator('.el-dialog__close').or(dialog.getByLabel(/close/i)).first());
		await dialog.waitFor({ state: 'hidden' });

		await editor.type(editor.field('to'), NUMBER);
		await editor.type(editor.field('message'), 'Server db1 is down');
		await editor.execute();
		await editor.sees(NUMBER);
		await editor.page.locator('.el-notification__closeBtn').first().click();
		await picture(editor.page, 'send-sms', (await editor.panel.boundingBox()) ?? undefined);
		await phones.shows(NUMBER, 'Server db1 is down');
		expect(place.sandbox.messages()).toMatchObject([{ to: NUMBER, text: 'Server db1 is down' }]);
		expect(editor.clicks).toBeLessThanOrEqual(13);
	});

	test('the next one takes 6, because n8n takes the credential that there is', async () => {
		const { editor, phones } = world;
		await editor.newWorkflow();
		editor.clicks = 0;
		await addSendSms(world);
		await editor.type(editor.field('to'), NUMBER);
		await editor.type(editor.field('message'), 'Server db1 is up');
		await editor.execute();
		await phones.shows(NUMBER, 'Server db1 is up');
		expect(editor.clicks).toBeLessThanOrEqual(6);
	});
}
