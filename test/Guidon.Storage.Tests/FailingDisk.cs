using System.Runtime.InteropServices;

namespace Guidon.Storage.Tests;

/// <summary>
/// Makes fsync and fdatasync of the calling thread fail with EIO for the rest of its life, by a seccomp filter: SQLite, its file
/// system calls and the kernel's answer are the real ones. Linux on x64 and arm64.
/// </summary>
public static partial class FailingDisk
{
    private const int SetNoNewPrivileges = 38;
    private const int SetSeccomp = 22;
    private const int FilterMode = 2;
    private const ushort LoadWord = 0x20;
    private const ushort JumpIfEqual = 0x15;
    private const ushort Return = 0x06;
    private const uint Allow = 0x7FFF_0000;
    private const uint FailWithEio = 0x0005_0000 | 5;

    public static bool IsPossible =>
        OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64;

    public static unsafe void Break()
    {
        var (fsync, fdatasync) = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? (74u, 75u) : (82u, 83u);
        ReadOnlySpan<Instruction> program =
        [
            new(LoadWord, 0, 0, 0),              // the number of the system call
            new(JumpIfEqual, 2, 0, fsync),
            new(JumpIfEqual, 1, 0, fdatasync),
            new(Return, 0, 0, Allow),
            new(Return, 0, 0, FailWithEio),
        ];
        fixed (Instruction* first = program)
        {
            var filter = new Filter((ushort)program.Length, (nint)first);
            if (Prctl(SetNoNewPrivileges, 1, 0, 0, 0) != 0 || Prctl(SetSeccomp, FilterMode, (nint)(&filter), 0, 0) != 0)
                throw new InvalidOperationException("No seccomp here, error " + Marshal.GetLastPInvokeError());
        }
    }

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static partial int Prctl(int option, nint two, nint three, nint four, nint five);

    private readonly record struct Instruction(ushort Code, byte IfTrue, byte IfFalse, uint Value);

    private readonly record struct Filter(ushort Length, nint Instructions);
}
