namespace Guidon.Storage.Stores;

/// <summary>Work that gives its caller a result.</summary>
/// <param name="work">Runs inside the transaction.</param>
/// <param name="committed">Runs after the commit, in commit order; must not fail.</param>
internal sealed class GroupWork<T>(Func<IStoreSession, T> work, Action<T>? committed) : GroupWrite
{
    // Continuations run elsewhere: the writer's thread belongs to the next group.
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Action? _succeed;

    internal Task<T> Answer => _answer.Task;

    internal override void Run(IStoreSession session)
    {
        var result = work(session);
        _succeed = () =>
        {
            committed?.Invoke(result);
            _answer.SetResult(result);
        };
    }

    internal override void Succeed() => _succeed?.Invoke();

    internal override void Fail(Exception error) => _answer.SetException(error);
}
