using System.Reflection;

namespace Guidon.Server.Tests.Monitoring.FailPoints;

/// <summary>A port of the real store with a bug at one of its methods: what goes in or comes out is changed on the way, and nobody is told.</summary>
internal class LossyPort : DispatchProxy
{
    private object? _real;
    private string _method = "";
    private Action<object?[]> _losesArgument = static _ => { };
    private Func<object?, object?> _losesResult = static result => result;

    /// <summary>Changes the arguments of a method in place.</summary>
    internal static T In<T>(T real, string method, Action<object?[]> loses)
        where T : class => Open(real, method, port => port._losesArgument = loses);

    /// <summary>Changes what a method gives.</summary>
    internal static T Out<T, TResult>(T real, string method, Func<TResult, TResult> loses)
        where T : class => Open(real, method, port => port._losesResult = result => new ValueTask<TResult>(LoseAsync(((ValueTask<TResult>)result!).AsTask(), loses)));

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        ArgumentNullException.ThrowIfNull(targetMethod);
        var isHere = targetMethod.Name == _method;
        if (isHere) _losesArgument(args ?? []);
        var result = targetMethod.Invoke(_real, BindingFlags.DoNotWrapExceptions, binder: null, args, culture: null);
        return isHere ? _losesResult(result) : result;
    }

    private static T Open<T>(T real, string method, Action<LossyPort> set)
        where T : class
    {
        var proxy = Create<T, LossyPort>();
        var port = (LossyPort)(object)proxy;
        (port._real, port._method) = (real, method);
        set(port);
        return proxy;
    }

    private static async Task<TResult> LoseAsync<TResult>(Task<TResult> real, Func<TResult, TResult> loses) => loses(await real);
}
