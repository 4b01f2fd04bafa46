/** Credentials in memory, encrypted by n8n-core and read as n8n's own helper does. */
import * as core from 'n8n-core';
import { Container } from '@n8n/di';
import {
	deepCopy,
	type IAuthenticateGeneric,
	type ICredentialDataDecryptedObject,
	type ICredentials,
	ICredentialsHelper,
	type ICredentialsExpressionResolveValues,
	type IExecuteData,
	type IHttpRequestOptions,
	type INode,
	type INodeCredentialsDetails,
	type INodeParameters,
	type INodeProperties,
	type IRequestOptionsSimplified,
	type IWorkflowExecuteAdditionalData,
	NodeHelpers,
	type NodeParameterValueType,
	UnexpectedError,
	Workflow,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import { type Registry } from './registry.mts';

/** n8n-core encrypts with keys from a provider, which the server backs with its database. */
function provideEncryptionKey(): void {
	const cipher = Container.get(core.Cipher);
	const key = {
		id: 'test',
		value: cipher.encryptDEKWithInstanceKey(process.env.N8N_ENCRYPTION_KEY ?? ''),
		algorithm: 'aes-256-cbc' as const,
		format: 'no-prefix' as const,
	};
	Container.get(core.EncryptionKeyProxy).setProvider({
		getActiveKey: async () => await Promise.resolve(key),
		getKeyById: async () => await Promise.resolve(key),
		getLegacyKey: async () => await Promise.resolve(key),
	});
}
provideEncryptionKey();

const MOCK_NODE: INode = {
	id: 'mock',
	name: 'Mock',
	type: 'n8n-nodes-base.noOp',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

export class MemoryCredentials extends ICredentialsHelper {
	private readonly store = new Map<string, core.Credentials>();

	constructor(private readonly registry: Registry) {
		super();
	}

	async add(type: string, data: ICredentialDataDecryptedObject, id = type): Promise<void> {
		const credentials = new core.Credentials({ id, name: id }, type);
		await credentials.setData(data);
		this.store.set(`${type}:${id}`, credentials);
	}

	/** As if the user had deleted it. */
	remove(type: string, id = type): void {
		this.store.delete(`${type}:${id}`);
	}

	getParentTypes(type: string): string[] {
		const parents = this.registry.credentials[type]?.extends ?? [];
		return parents.flatMap((parent) => [parent, ...this.getParentTypes(parent)]);
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	async getCredentials(details: INodeCredentialsDetails, type: string): Promise<ICredentials> {
		const found = this.store.get(`${type}:${details.id}`);
		if (!found) throw new UnexpectedError(`There is no credential ${type}:${details.id}`);
		return await Promise.resolve(found);
	}

	/** The properties of the types that it extends, overridden by its own. */
	getCredentialsProperties(type: string): INodeProperties[] {
		const merged: INodeProperties[] = [];
		for (const parent of this.registry.credentials[type]?.extends ?? []) {
			NodeHelpers.mergeNodeProperties(merged, this.getCredentialsProperties(parent));
		}
		const own = deepCopy(this.registry.credentials[type]?.properties ?? []);
		NodeHelpers.mergeNodeProperties(merged, own);
		return merged;
	}

	async getDecrypted(
		_data: IWorkflowExecuteAdditionalData,
		details: INodeCredentialsDetails,
		type: string,
		mode: WorkflowExecuteMode,
		executeData?: IExecuteData,
		raw?: boolean,
		forItem?: ICredentialsExpressionResolveValues,
	): Promise<ICredentialDataDecryptedObject> {
		const credentials = await this.getCredentials(details, type);
		const data = await credentials.getData();
		if (raw) return data;
		const properties = this.getCredentialsProperties(type);
		const resolved = NodeHelpers.getNodeParameters(
			properties,
			data as INodeParameters,
			true,
			false,
			null,
			null,
		);
		if (!resolved) throw new UnexpectedError(`The credential ${type} has no values`);
		if (data.oauthTokenData !== undefined) {
			resolved.oauthTokenData = data.oauthTokenData as NodeParameterValueType;
		}
		return forItem
			? this.resolvedFor(forItem, resolved, mode, executeData)
			: this.withExpressions(resolved, mode);
	}

	/** In an execution, expressions see the item; `$self` in a default is the credential itself. */
	private resolvedFor(
		{
			workflow,
			runExecutionData,
			runIndex,
			itemIndex,
			node,
			connectionInputData,
		}: ICredentialsExpressionResolveValues,
		values: INodeParameters,
		mode: WorkflowExecuteMode,
		executeData?: IExecuteData,
	): ICredentialDataDecryptedObject {
		return workflow.expression.getParameterValue(
			values,
			runExecutionData,
			runIndex,
			itemIndex,
			node.name,
			connectionInputData,
			mode,
			{},
			executeData,
			false,
			values,
		) as ICredentialDataDecryptedObject;
	}

	/** `$self` in a property's default is the credential itself. */
	private withExpressions(
		values: INodeParameters,
		mode: WorkflowExecuteMode,
	): ICredentialDataDecryptedObject {
		const [nodes, nodeTypes] = [[MOCK_NODE], this.registry];
		const workflow = new Workflow({ nodes, connections: {}, active: false, nodeTypes });
		const keys = {};
		const resolved = workflow.expression.getComplexParameterValue(
			MOCK_NODE,
			values,
			mode,
			keys,
			undefined,
			undefined,
			values,
		);
		return resolved as ICredentialDataDecryptedObject;
	}

	async preAuthentication(): Promise<undefined> {
		return await Promise.resolve(undefined);
	}

	async runPreAuthentication(): Promise<undefined> {
		return await Promise.resolve(undefined);
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		type: string,
		request: IHttpRequestOptions | IRequestOptionsSimplified,
		workflow: Workflow,
		node: INode,
	): Promise<IHttpRequestOptions> {
		const options = request as IHttpRequestOptions;
		const authenticate = this.registry.credentials[type]?.authenticate;
		if (typeof authenticate === 'function') return await authenticate(credentials, options);
		return this.authenticateGenerically(credentials, authenticate, options, workflow, node);
	}

	private authenticateGenerically(
		credentials: ICredentialDataDecryptedObject,
		rule: IAuthenticateGeneric | undefined,
		options: IHttpRequestOptions,
		workflow: Workflow,
		node: INode,
	): IHttpRequestOptions {
		if (!rule) return options;
		throw new UnexpectedError(
			`Generic authentication of ${workflow.id}/${node.name} is not needed so far (${Object.keys(credentials).length} fields)`,
		);
	}

	async updateCredentials(): Promise<void> {
		await Promise.reject(new UnexpectedError('Credentials do not change in tests'));
	}

	/** Only the token is written back, as on the server. */
	async updateCredentialsOauthTokenData(
		details: INodeCredentialsDetails,
		type: string,
		{ oauthTokenData }: ICredentialDataDecryptedObject,
	): Promise<void> {
		const credentials = (await this.getCredentials(details, type)) as core.Credentials;
		const data = await credentials.getData();
		await credentials.setData({ ...data, ...(oauthTokenData && { oauthTokenData }) });
	}
}
