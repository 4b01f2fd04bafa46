/** The phones page, used as a person uses it. */
import { type Locator, type Page } from 'playwright-core';

export class PhonesPage {
	constructor(
		readonly page: Page,
		readonly url: string,
	) {}

	async open(): Promise<void> {
		await this.page.goto(this.url);
		await this.page.getByText('Live', { exact: true }).waitFor();
	}

	phone(number: string): Locator {
		return this.page.getByRole('article', { name: `Phone ${number}` });
	}

	/** Waits until a phone has a text. */
	async shows(number: string, text: string): Promise<void> {
		await this.phone(number).locator('.bubble', { hasText: text }).last().waitFor();
	}

	async reply(number: string, text: string): Promise<void> {
		await this.phone(number).getByLabel(`Reply from ${number}`).fill(text);
		await this.phone(number).getByRole('button', { name: 'Send reply' }).click();
		await this.shows(number, text);
	}

	/** The numbers in the order of the page. */
	async numbers(): Promise<string[]> {
		return await this.page.locator('.number').allInnerTexts();
	}
}
