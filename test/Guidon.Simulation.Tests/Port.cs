using System.Reflection;

namespace Guidon.Simulation.Tests;

/// <summary>
/// The way from one node to one port of the real store: every call takes virtual time, may fail, and may be the last thing the node does.
/// A proxy, so that a new method of a port is simulated on the day it comes.
/// </summary>
internal class Port : DispatchProxy
{
    private static readonly MethodInfo s_call = Method(nameof(CallAsync));
    private static readonly MethodInfo s_valueCall = Method(nameof(ValueCallAsync));

    private Node? _node;
    private object? _real;

    internal static T Open<T>(Node node, T real)
        where T : class
    {
        var proxy = Create<T, Port>();
        (((Port)(object)proxy)._node, ((Port)(object)proxy)._real) = (node, real);
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        ArgumentNullException.ThrowIfNull(targetMethod);
        var type = targetMethod.ReturnType;
        if (!type.IsGenericType)
        {
            var done = CallAsync(targetMethod, args, async () =>
            {
                await (ValueTask)(Real(targetMethod, args) ?? throw new InvalidOperationException());
                return true;
            });
            return new ValueTask(done);
        }

        var call = type.GetGenericTypeDefinition() == typeof(ValueTask<>) ? s_valueCall : s_call;
        return call.MakeGenericMethod(type.GetGenericArguments()).Invoke(this, [targetMethod, args, null]);
    }

    private static MethodInfo Method(string name) => typeof(Port).GetMethod(name, BindingFlags.Instance | BindingFlags.NonPublic)!;

    private ValueTask<T> ValueCallAsync<T>(MethodInfo method, object?[]? args, object? _) =>
        new(CallAsync(method, args, async () => await (ValueTask<T>)Real(method, args)!));

    private Task<T> CallAsync<T>(MethodInfo method, object?[]? args, Func<Task<T>> real)
    {
        var node = _node ?? throw new InvalidOperationException();
        return node.Disk.CallAsync(method, args ?? [], real);
    }

    private object? Real(MethodInfo method, object?[]? args) =>
        method.Invoke(_real, BindingFlags.DoNotWrapExceptions, binder: null, args, culture: null);
}
