using System.Runtime.ExceptionServices;
using Fleet.GuestAgent.Machine.Native;

namespace Fleet.GuestAgent.Machine.Files;

/// <summary>
/// Runs file operations with a user's rights, on a thread of its own that ends afterwards. Only the thread's file-system ids change (setfsuid(2)), which
/// also takes the file capabilities from it: with setresuid the user could send signals to the thread, and SIGKILL to a thread ends the process.
/// </summary>
internal static class UserThread
{
    public static T Run<T>(uint uid, uint gid, Func<T> action)
    {
        T result = default!;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                Become(uid, gid);
                result = action();
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
        }, 256 * 1024) { IsBackground = true, Name = "as-user" };
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result;
    }

    private static void Become(uint uid, uint gid)
    {
        if (Libc.SetGroupsOfThread() < 0)
            throw MachineException.Last($"dropping root's groups for uid {uid}");
        // Neither call reports an error; asking with an id that cannot exist answers the present one.
        _ = Libc.SetFsGid(gid);
        _ = Libc.SetFsUid(uid);
        if (Libc.SetFsGid(uint.MaxValue) != (int)gid || Libc.SetFsUid(uint.MaxValue) != (int)uid)
            throw new MachineException($"the kernel did not give the thread the rights of uid {uid}", Errno.Perm);
    }
}
