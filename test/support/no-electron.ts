/**
 * Stands in for the electron package in every test.
 * Loading the real package in plain Node tries to download a binary, so a test that reaches it has
 * made a mistake; a test of the Electron host mocks the package or runs the built bundle over the
 * shim.
 */
throw new Error(
  'a test imported electron: mock it with vi.mock("electron", ...) or test the built bundle',
);
