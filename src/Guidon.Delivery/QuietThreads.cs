using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Guidon.Delivery;

/// <summary>
/// Threads for what a backlog costs: reading, mapping, building, packing. Await it to go on there. They run below the threads that
/// answer requests, so that a backlog drains with what requests leave over (decision 150).
/// </summary>
/// <param name="count">Threads; 0 goes on on the pool, for a simulation whose pool is one thread.</param>
internal sealed partial class QuietThreads(int count) : ICriticalNotifyCompletion, IDisposable
{
    // Linux: a third of the weight of an ordinary thread while both want to run, and at once out of the way of one that wakes up. Not less: a
    // collection stops all threads, and has to wait until one that was pushed aside gets a processor again.
    private const int Niceness = 5;
    private const int PriorityOfProcess = 0;   // which, on Linux with who = 0, is the calling thread

    private readonly object _gate = new();   // Monitor and not Lock: the threads wait on it
    private readonly Queue<Action> _waiting = new();   // under the gate
    private int _started;   // under the gate
    private bool _isClosed;   // under the gate

    /// <summary>Half of the processors, since the other half is for requests; at least one.</summary>
    internal static int CountOfMachine => Math.Clamp(Environment.ProcessorCount / 2, 1, 16);

    /// <summary>False, always: who awaits it goes to the end of the queue, so that many pumps take turns.</summary>
    public bool IsCompleted => false;

    /// <summary>Makes it awaitable.</summary>
    public QuietThreads GetAwaiter() => this;

    /// <summary>Goes on there, behind whoever waits already.</summary>
    internal async ValueTask TakeTurnAsync() => await this;

    /// <summary>There is no result.</summary>
    public void GetResult()
    {
    }

    /// <inheritdoc/>
    public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

    /// <inheritdoc/>
    public void UnsafeOnCompleted(Action continuation)
    {
        lock (_gate)
        {
            if (!_isClosed && count > 0)
            {
                _waiting.Enqueue(continuation);
                if (_started < count) new Thread(Run) { IsBackground = true, Name = $"Guidon delivery {++_started}" }.Start();
                Monitor.Pulse(_gate);
                return;
            }
        }

        ThreadPool.UnsafeQueueUserWorkItem(static go => go(), continuation, preferLocal: false);
    }

    /// <summary>Ends the threads; who comes later goes on on the pool.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.PulseAll(_gate);
        }
    }

    private void Run()
    {
        if (OperatingSystem.IsLinux()) _ = SetPriority(PriorityOfProcess, 0, Niceness);   // refused: it works all the same, only louder
        else Thread.CurrentThread.Priority = ThreadPriority.BelowNormal;
        while (Take() is { } go) go();
    }

    private Action? Take()
    {
        lock (_gate)
        {
            while (_waiting.Count == 0 && !_isClosed) Monitor.Wait(_gate);
            return _waiting.TryDequeue(out var go) ? go : null;
        }
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, int who, int priority);
}
