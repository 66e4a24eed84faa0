namespace Guidon.Storage.Stores;

/// <summary>One caller's work in the writer's queue.</summary>
internal abstract class GroupWrite
{
    /// <summary>Runs inside the group's transaction, on the writer's thread.</summary>
    internal abstract void Run(IStoreSession session);

    /// <summary>After the commit, in commit order, before the caller is answered; still on the writer's thread.</summary>
    internal abstract void Succeed();

    /// <summary>Answers the caller: nothing of its work is stored.</summary>
    internal abstract void Fail(Exception error);

    /// <summary>True for what cannot run inside a transaction, for example a checkpoint.</summary>
    internal bool IsAlone { get; init; }

    /// <summary>Set when the work failed alone and was undone.</summary>
    internal bool Failed { get; set; }

    /// <summary>A last step that writes of one group do once for all of them; the same for all of them, and <see langword="null"/> for most.</summary>
    internal Action<IStoreSession, IReadOnlySet<int>>? End { get; init; }

    /// <summary>What the last run left for the end.</summary>
    internal IReadOnlyCollection<int> Left { get; private protected set; } = [];
}
