/*
 * A disk that fails on demand, for a process that is started with this library in LD_PRELOAD (Linux).
 *
 * It stands between the program, SQLite and Node included, and the C library: writes and syncs of the files that are named are counted,
 * in the order in which they come, and one of them fails. Nothing else is touched. Memory that is mapped (SQLite's -shm) is written
 * without a call, so only what makes that file longer is seen here.
 *
 *   FAILING_DISK_FILES  shell patterns of whole paths, with ':' between them: "*.db:*.db-wal"
 *   FAILING_DISK_TRACE  file to which each counted call is added as a line: "3 write /home/x/ledger.db-wal", "!" before those that failed
 *   FAILING_DISK_AT     number of the call that fails, from 1; 0 or nothing only counts
 *   FAILING_DISK_HOW    full: ENOSPC. failed: EIO. short: half of the bytes are written, and the answer says so.
 *                       torn: half of the bytes are written, and from then on the disk is full
 *   FAILING_DISK_LASTS  1: what fails once fails from then on (a disk that is full stays full)
 *   FAILING_DISK_CONTROL  file whose writing arms anew, from call 1: "AT HOW LASTS TRACE FILES" in one write, or "off". Nothing of it is
 *                       counted. So a process can meet one fault after another
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum what { PASS, FULL, FAILED, SHORT };

static char files[4096];
static char control[PATH_MAX];
static int trace = -1;
static long strike_at;
static char how[16];
static int lasts;
static long calls;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void begin(void) {
  const char *value = getenv("FAILING_DISK_CONTROL");
  if (value != NULL && strlen(value) < sizeof control) strcpy(control, value);
  value = getenv("FAILING_DISK_FILES");
  if (value == NULL || strlen(value) >= sizeof files) return;
  strcpy(files, value);
  if ((value = getenv("FAILING_DISK_AT")) != NULL) strike_at = atol(value);
  if ((value = getenv("FAILING_DISK_HOW")) != NULL) snprintf(how, sizeof how, "%s", value);
  lasts = (value = getenv("FAILING_DISK_LASTS")) != NULL && strcmp(value, "1") == 0;
  if ((value = getenv("FAILING_DISK_TRACE")) != NULL) trace = open(value, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

/* The path of a descriptor's file. */
static int path_of(int fd, char *path) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, PATH_MAX - 1);
  if (length <= 0) return 0;
  path[length] = 0;
  return 1;
}

/* Whether a path is of one of the files. */
static int named(const char *path) {
  char patterns[sizeof files];
  strcpy(patterns, files);
  char *rest = NULL;
  for (char *pattern = strtok_r(patterns, ":", &rest); pattern != NULL; pattern = strtok_r(NULL, ":", &rest))
    if (fnmatch(pattern, path, 0) == 0) return 1;
  return 0;
}

static enum what fate(int writes) {
  if (strike_at <= 0 || calls < strike_at) return PASS;
  const int first = calls == strike_at;
  if (strcmp(how, "torn") == 0) return first && writes ? SHORT : FULL;
  if (!first && !lasts) return PASS;
  if (strcmp(how, "full") == 0) return FULL;
  if (strcmp(how, "failed") == 0) return FAILED;
  return strcmp(how, "short") == 0 && writes ? SHORT : PASS;
}

/* Arms anew as a write to the control file says. */
static void arm(const char *text, size_t length) {
  char order[sizeof files + PATH_MAX];
  char way[sizeof how];
  char traced[PATH_MAX];
  if (length >= sizeof order) abort();
  memcpy(order, text, length);
  order[length] = 0;
  pthread_mutex_lock(&lock);
  if (trace >= 0) close(trace);
  trace = -1;
  calls = 0;
  files[0] = 0;
  if (strncmp(order, "off", 3) != 0) {
    /* The sizes of `how`, PATH_MAX and `files`. What cannot be read must not pass for a sound disk. */
    if (sscanf(order, "%ld %15s %d %4095s %4095s", &strike_at, way, &lasts, traced, files) != 5) abort();
    strcpy(how, way);
    trace = open(traced, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  }
  pthread_mutex_unlock(&lock);
}

/* Counts a call and says what becomes of it. */
static enum what met(int fd, const char *call, int writes) {
  const int kept = errno;
  pthread_once(&once, begin);
  char path[PATH_MAX];
  enum what result = PASS;
  if (files[0] != 0 && path_of(fd, path) && named(path)) {
    pthread_mutex_lock(&lock);
    calls += 1;
    result = fate(writes);
    if (trace >= 0) {
      char line[PATH_MAX + 64];
      const int length = snprintf(line, sizeof line, "%s%ld %s %s\n", result == PASS ? "" : "!", calls, call, path);
      /* Past our own wrapper. A trace that cannot be written is missed by whoever reads it. */
      if (syscall(SYS_write, trace, line, (size_t)length) != length) abort();
    }
    pthread_mutex_unlock(&lock);
  }
  errno = kept;
  return result;
}

/* The next definition of a name: the C library's. */
#define NEXT(name) \
  static __typeof__(name) *next = NULL; \
  if (next == NULL) next = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

/* Half of a write, at least a byte unless there is only one, which is written whole. */
static size_t half(size_t count) { return count < 2 ? count : count / 2; }

/* Whether a descriptor is of the control file; errno stays. */
static int is_control(int fd) {
  const int kept = errno;
  pthread_once(&once, begin);
  char path[PATH_MAX];
  const int result = control[0] != 0 && path_of(fd, path) && strcmp(path, control) == 0;
  errno = kept;
  return result;
}

#define REFUSE(result) \
  if (result == FULL || result == FAILED) { \
    errno = result == FULL ? ENOSPC : EIO; \
    return -1; \
  }

ssize_t write(int fd, const void *bytes, size_t count) {
  NEXT(write);
  if (is_control(fd)) arm(bytes, count);
  const enum what result = met(fd, "write", 1);
  REFUSE(result);
  return next(fd, bytes, result == SHORT ? half(count) : count);
}

#define POSITIONED_WRITE(name, offset_type) \
  ssize_t name(int fd, const void *bytes, size_t count, offset_type offset) { \
    NEXT(name); \
    const enum what result = met(fd, "write", 1); \
    REFUSE(result); \
    return next(fd, bytes, result == SHORT ? half(count) : count, offset); \
  }
POSITIONED_WRITE(pwrite, off_t)
POSITIONED_WRITE(pwrite64, off64_t)

/* A short one writes half of the first piece. */
ssize_t writev(int fd, const struct iovec *pieces, int count) {
  NEXT(writev);
  const enum what result = met(fd, "write", 1);
  REFUSE(result);
  if (result == PASS || count < 1) return next(fd, pieces, count);
  const struct iovec piece = {pieces[0].iov_base, half(pieces[0].iov_len)};
  return next(fd, &piece, 1);
}

#define POSITIONED_WRITEV(name, offset_type) \
  ssize_t name(int fd, const struct iovec *pieces, int count, offset_type offset) { \
    NEXT(name); \
    const enum what result = met(fd, "write", 1); \
    REFUSE(result); \
    if (result == PASS || count < 1) return next(fd, pieces, count, offset); \
    const struct iovec piece = {pieces[0].iov_base, half(pieces[0].iov_len)}; \
    return next(fd, &piece, 1, offset); \
  }
POSITIONED_WRITEV(pwritev, off_t)
POSITIONED_WRITEV(pwritev64, off64_t)

#define SYNC(name) \
  int name(int fd) { \
    NEXT(name); \
    const enum what result = met(fd, "sync", 0); \
    REFUSE(result); \
    return next(fd); \
  }
SYNC(fsync)
SYNC(fdatasync)
