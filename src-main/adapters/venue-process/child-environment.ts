/** How the keychain and the network are reached, and nothing else. */
const PASSED_ON =
  /^(?:PATH|HOME|USER|LOGNAME|USERPROFILE|APPDATA|LOCALAPPDATA|SYSTEMROOT|TEMP|TMP|TMPDIR|LANG|TZ|DISPLAY|WAYLAND_DISPLAY|DBUS_SESSION_BUS_ADDRESS|XDG_RUNTIME_DIR|GNOME_KEYRING_CONTROL|NODE_EXTRA_CA_CERTS|HTTPS?_PROXY|NO_PROXY)$/iu;

/** What the process of an account is told of its surroundings. */
export function childEnvironment(env: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined && PASSED_ON.test(entry[0])),
  );
}
