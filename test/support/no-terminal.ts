/** Standard output is a file or a pipe for the tests of the block, whatever started them. */
export function noTerminal(): void {
  const original = Object.getOwnPropertyDescriptor(process.stdout, "isTTY");
  beforeEach(() => {
    Object.defineProperty(process.stdout, "isTTY", { value: false, configurable: true });
  });
  afterEach(() => {
    if (original === undefined) Reflect.deleteProperty(process.stdout, "isTTY");
    else Object.defineProperty(process.stdout, "isTTY", original);
  });
}
