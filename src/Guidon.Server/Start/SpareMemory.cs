using System.Runtime.InteropServices;

namespace Guidon.Server.Start;

/// <summary>What loading left behind, many times a document's size, which an idle server would keep until somebody asks for memory.</summary>
internal static class SpareMemory
{
    /// <summary>Gives it back to the system; called once, when everything is loaded and before there is load.</summary>
    internal static void GiveBack()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        TrimNativeHeap();
    }

    // The store's recovery after a crash takes 60 MB of the C library's heap for a moment (seen with a write-ahead log of 20 MB), and the
    // library keeps it: threads' arenas shrink only when they are told to. Only glibc has the call; elsewhere there is nothing to do.
    private static void TrimNativeHeap()
    {
        if (NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "malloc_trim", out var trim)) Marshal.GetDelegateForFunctionPointer<MallocTrim>(trim)(0);
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int MallocTrim(nuint keptBytes);
}
