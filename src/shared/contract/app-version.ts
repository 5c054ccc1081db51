/**
 * The version of this build, as package.json has it; a test compares the two. It crosses in the
 * greeting, so that a page can say which version it belongs to and which one is running.
 */
export const APP_VERSION = '0.1.0';
