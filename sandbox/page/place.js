/**
 * Makes `wanted` the children of a container. What is there already stays in the document, so that
 * it keeps the focus, a selection and a click that has begun.
 */
export function place(container, wanted) {
	const kept = new Set(wanted);
	for (const child of [...container.children]) if (!kept.has(child)) child.remove();
	wanted.forEach((element, index) => {
		const there = container.children[index];
		if (there !== element) container.insertBefore(element, there ?? null);
	});
}
