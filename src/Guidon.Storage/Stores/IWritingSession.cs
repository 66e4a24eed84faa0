namespace Guidon.Storage.Stores;

/// <summary>A connection that writes: how an engine begins, ends and undoes, and what its errors mean.</summary>
internal interface IWritingSession : IStoreSession, IDisposable
{
    /// <summary>False when an error has already rolled the transaction back.</summary>
    bool InTransaction { get; }

    /// <summary>Begins a transaction that is alone in writing to the database until it ends.</summary>
    void Begin();

    /// <summary>Returns when everything since <see cref="Begin"/> is on stable storage.</summary>
    void Commit();

    /// <summary>Begins one caller's part.</summary>
    void BeginPart();

    /// <summary>Ends it.</summary>
    void EndPart();

    /// <summary>Undoes it; it must still be ended.</summary>
    void UndoPart();

    /// <summary>Begins what may have to be undone as one: parts that follow, to the end of the transaction.</summary>
    void BeginTogether();

    /// <summary>Undoes all parts since <see cref="BeginTogether"/>; none of them may be open but the last.</summary>
    void UndoTogether();

    /// <summary>True when the database as a whole failed: nothing of the group may be acknowledged, and the connection is not to be trusted.</summary>
    bool IsFatal(Exception error);

    /// <summary>True when the connection is gone and a new one may work.</summary>
    bool IsLost(Exception error);

    /// <summary>True when the database itself failed, and not the work that used it.</summary>
    bool IsStorage(Exception error);

    /// <summary>True when it failed since no space is left.</summary>
    bool IsFull(Exception error);
}
