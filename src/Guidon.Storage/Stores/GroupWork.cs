namespace Guidon.Storage.Stores;

/// <summary>Work that gives its caller a result.</summary>
/// <param name="work">Runs inside the transaction.</param>
/// <param name="committed">Runs after the commit, in commit order; must not fail.</param>
internal sealed class GroupWork<T>(Func<IStoreSession, T> work, Action<T>? committed) : GroupWrite
{
    // Continuations run elsewhere: the writer's thread belongs to the next group.
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Action? _succeed;

    /// <summary>What a result says of <see cref="GroupWrite.Left"/>; <see langword="null"/> when there is no end.</summary>
    internal Func<T, IReadOnlyCollection<int>>? Leaves { private get; init; }

    internal Task<T> Answer => _answer.Task;

    internal override void Run(IStoreSession session)
    {
        var result = work(session);
        if (Leaves is not null) Left = Leaves(result);
        _succeed = () =>
        {
            committed?.Invoke(result);
            _answer.SetResult(result);
        };
    }

    internal override void Succeed() => _succeed?.Invoke();

    internal override void Fail(Exception error) => _answer.SetException(error);
}
