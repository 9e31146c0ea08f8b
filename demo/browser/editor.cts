import type { Locator, Page } from 'playwright-core';

/** n8n marks what its own tests press; these marks change less often than its looks. */
function marked(name: string): string {
	return `[data-test-id="${name}"]`;
}

/** A person in front of n8n's editor: does what they do, and sees what they see. */
export class Editor {
	constructor(
		readonly page: Page,
		/** n8n's address, without a slash at its end. */
		readonly url: string,
	) {}

	async signIn({ email, password }: { email: string; password: string }): Promise<void> {
		await this.page.goto(`${this.url}/signin`);
		await this.page.locator('input[name=emailOrLdapLoginId]').fill(email);
		await this.page.locator('input[name=password]').fill(password);
		await this.page.locator(marked('form-submit-button')).click();
		await this.page.waitForURL(/\/(home|projects|workflow)/);
	}

	/** Opens the form for a new credential, found by what was typed. */
	async newCredential(search: string): Promise<CredentialForm> {
		await this.page.goto(`${this.url}/home/credentials`);
		await this.page.locator(marked('add-resource-credential')).first().click();
		const select = this.page.locator(marked('new-credential-type-select'));
		await select.locator('input').fill(search);
		await this.page.locator(marked('new-credential-type-select-option')).first().click();
		await this.page.locator(marked('new-credential-type-button')).click();
		return await this.credentialForm();
	}

	/** The form of the credential with this name. */
	async openCredential(name: string): Promise<CredentialForm> {
		await this.page.goto(`${this.url}/home/credentials`);
		await this.page.locator(marked('resources-list-item'), { hasText: name }).first().click();
		return await this.credentialForm();
	}

	private async credentialForm(): Promise<CredentialForm> {
		const dialog = this.page.locator(marked('editCredential-modal'));
		await dialog.waitFor();
		return new CredentialForm(this.page, dialog);
	}

	async newWorkflow(): Promise<void> {
		await this.page.goto(`${this.url}/workflow/new`);
		await this.page.locator(marked('canvas-plus-button')).first().waitFor();
	}

	async openWorkflow(id: string): Promise<void> {
		await this.page.goto(`${this.url}/workflow/${id}`);
		await this.page.locator(marked('canvas-node')).first().waitFor();
	}

	/** Looks a node up in the panel at the right, and gives everything that it offers there. */
	async lookUpNode(search: string): Promise<Locator> {
		const first = this.page.locator(marked('canvas-plus-button')).first();
		const further = this.page.locator(marked('node-creator-plus-button'));
		await ((await first.isVisible()) ? first : further).click();
		await this.page.locator(marked('node-creator-search-bar')).fill(search);
		await this.page
			.locator(marked('node-creator-item-name'), {
				hasText: new RegExp(`^\\s*${search}\\s*$`, 'i'),
			})
			.first()
			.click();
		const actions = this.page.getByText(/^Actions \(\d+\)/);
		await actions.waitFor();
		await actions.click();
		return this.page.locator(marked('node-creator'));
	}

	/** Adds one of a node's actions or triggers to the workflow; n8n opens it. */
	async addNode(search: string, action: string): Promise<NodePanel> {
		const offered = await this.lookUpNode(search);
		await offered.getByText(action, { exact: true }).first().click();
		return await this.nodePanel();
	}

	/** Opens a node that is on the canvas. */
	async openNode(name: string): Promise<NodePanel> {
		await this.page
			.locator(`${marked('canvas-node')}[data-node-name="${name}"]`)
			.first()
			.dblclick();
		return await this.nodePanel();
	}

	private async nodePanel(): Promise<NodePanel> {
		const panel = this.page.locator(marked('ndv'));
		await panel.waitFor();
		return new NodePanel(this.page, panel);
	}

	/** Closes the messages that n8n shows in the corner. */
	async dismissMessages(): Promise<void> {
		for (const close of await this.page.locator('.el-notification__closeBtn').all()) {
			// One that is just leaving by itself is gone either way.
			await close.click({ timeout: 1000 }).catch(() => undefined);
		}
	}

	/** Saves the workflow. */
	async save(): Promise<void> {
		const saved = this.page.waitForResponse(
			(response) => response.request().method() === 'PATCH' && /workflows/.test(response.url()),
		);
		await this.page.keyboard.press('Control+s');
		await saved;
	}

	/** Switches the workflow on, and waits until n8n says so. */
	async publish(): Promise<void> {
		await this.page.locator(marked('workflow-open-publish-modal-button')).click();
		await this.page.locator(marked('workflow-publish-button')).click();
		await this.page.locator(marked('workflow-active-version-indicator')).waitFor();
	}
}

/** The dialog in which a credential is filled in. */
export class CredentialForm {
	constructor(
		private readonly page: Page,
		readonly dialog: Locator,
	) {}

	async fill(parameter: string, text: string): Promise<void> {
		await this.input(parameter).fill(text);
	}

	async choose(parameter: string, option: string): Promise<void> {
		await this.input(parameter).click();
		await chooseFromOpenList(this.page, option);
	}

	async save(): Promise<void> {
		await this.dialog.locator(marked('credential-save-button')).click();
	}

	/** What stands there in green, once the test has gone well. */
	async success(): Promise<string> {
		const banner = this.dialog.locator(marked('credentials-config-container-test-success'));
		await banner.waitFor();
		return (await banner.innerText()).trim();
	}

	/** What stands there in red, once the test has gone badly, with its details unfolded. */
	async warning(): Promise<string> {
		const banner = this.dialog.locator('[class*="tag--danger"]:visible').first();
		await banner.getByText('More details').click();
		return (await banner.innerText()).trim();
	}

	async close(): Promise<void> {
		await this.page.keyboard.press('Escape');
		await this.dialog.waitFor({ state: 'hidden' });
	}

	private input(parameter: string): Locator {
		return this.dialog.locator(`${marked(`parameter-input-${parameter}`)} input`).first();
	}
}

/** A node, opened: its input at the left, its parameters in the middle, its output at the right. */
export class NodePanel {
	constructor(
		private readonly page: Page,
		readonly panel: Locator,
	) {}

	parameter(name: string): Locator {
		return this.panel.locator(marked(`parameter-input-${name}`)).first();
	}

	async fill(name: string, text: string): Promise<void> {
		await this.parameter(name).locator('input, textarea').first().fill(text);
	}

	async choose(name: string, option: string): Promise<void> {
		await this.parameter(name).locator('input').first().click();
		await chooseFromOpenList(this.page, option);
	}

	/** Adds an entry to a parameter that takes several, such as a part to the parts of an amount. */
	async addEntry(name: string): Promise<void> {
		const collection = this.panel.locator(marked(`fixed-collection-${name}`));
		await collection.locator('button', { hasText: /^\s*Add / }).click();
	}

	/** Opens a picker's list and gives the names in it. */
	async listOf(name: string): Promise<string[]> {
		await this.panel
			.locator(`${marked(`resource-locator-${name}`)} ${marked('rlc-input')}`)
			.click();
		const entries = this.page.locator(marked('rlc-item'));
		await entries.first().waitFor();
		return (await entries.allInnerTexts()).map((text) => text.trim());
	}

	/** Picks an entry from the list that {@link listOf} opened. */
	async pick(entry: string): Promise<void> {
		await this.page.locator(marked('rlc-item'), { hasText: entry }).first().click();
	}

	/** Presses *Execute step* (a trigger says *Fetch Test Event*), and waits for the output. */
	async execute(): Promise<void> {
		await this.panel.locator(marked('node-execute-button')).first().click();
		await this.panel
			.locator(`${marked('node-run-status-success')}, ${marked('node-run-status-danger')}`)
			.first()
			.waitFor({ timeout: 600_000 });
	}

	/** Whether the last execution went well. */
	async wentWell(): Promise<boolean> {
		return await this.panel.locator(marked('node-run-status-success')).first().isVisible();
	}

	/** The output as a table: its heads, then its rows, as they are on the screen. */
	async outputTable(): Promise<string[][]> {
		const output = this.panel.locator(marked('output-panel'));
		await output.locator(marked('radio-button-table')).click();
		await output.locator('table tbody tr').first().waitFor();
		const rows = await output.locator('table tr').all();
		return await Promise.all(
			rows.map(async (row) => (await row.locator('th, td').allInnerTexts()).map((s) => s.trim())),
		);
	}

	/** Shows the output as the fields of the first item, which is how n8n shows nested ones best. */
	async outputSchema(): Promise<void> {
		const output = this.panel.locator(marked('output-panel'));
		await output.locator(marked('radio-button-schema')).click();
		await output.locator(marked('run-data-schema-item')).first().waitFor();
	}

	async close(): Promise<void> {
		await this.panel.locator(marked('ndv-close-button')).click();
		await this.panel.waitFor({ state: 'hidden' });
	}
}

async function chooseFromOpenList(page: Page, option: string): Promise<void> {
	await page
		.locator(`${marked('parameter-input-item')}:visible`)
		.getByText(option, { exact: true })
		.first()
		.click();
}
