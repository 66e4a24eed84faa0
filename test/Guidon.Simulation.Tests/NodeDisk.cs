using System.Reflection;
using Guidon.Events;
using Guidon.Storage;

namespace Guidon.Simulation.Tests;

/// <summary>The disk as one node sees it.</summary>
internal sealed class NodeDisk(World world, Node node)
{
    internal async Task<T> CallAsync<T>(MethodInfo method, object?[] args, Func<Task<T>> real)
    {
        if (node.IsDead) throw Error(method);
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        world.Agenda.Post(world.Faults.DiskWait(), () => HappenAsync(method, args, real, answer));
        return await answer.Task.ConfigureAwait(false);
    }

    private async ValueTask HappenAsync<T>(MethodInfo method, object?[] args, Func<Task<T>> real, TaskCompletionSource<T> answer)
    {
        if (node.IsDead)
        {
            answer.SetException(Error(method));
            return;
        }

        var isWrite = StoreCalls.Writes(method.Name);
        var fault = world.Faults.Disk(isWrite);
        var name = $"node{node.Number} {method.DeclaringType!.Name}.{method.Name}";
        if (fault is DiskFault.Error or DiskFault.CrashBefore)
        {
            world.Trace.Add($"{name} {fault}");
            world.Oracle.Failed(node, method.Name);
            if (fault == DiskFault.CrashBefore) world.Crash("before " + method.Name);
            answer.SetException(Error(method, neverBegan: true));
            return;
        }

        await StoreAsync(name, method, args, real, answer, fault, isWrite);
    }

    private async ValueTask StoreAsync<T>(
        string name, MethodInfo method, object?[] args, Func<Task<T>> real, TaskCompletionSource<T> answer, DiskFault fault, bool isWrite)
    {
        T result;
        try
        {
            result = await real();
        }
        catch (Exception failure) when (failure is not BrokenInvariantException)
        {
            world.Trace.Add($"{name} {failure.GetType().Name}");
            answer.SetException(failure);
            return;
        }

        if (isWrite) world.Trace.Add($"{name} {StoreCalls.Show(result)}");
        await world.Oracle.StoredAsync(node, method.Name, args, result, isWrite);
        if (fault == DiskFault.None)
        {
            answer.SetResult(result);
            return;
        }

        world.Crash($"{fault} {method.Name}");
        answer.SetException(Error(method));
    }

    private static Exception Error(MethodInfo method, bool neverBegan = false) => method.DeclaringType == typeof(IEventLog)
        ? new EventLogException("The simulated disk failed.", null) { NeverBegan = neverBegan }
        : new StorageException("The simulated disk failed.", null);
}
