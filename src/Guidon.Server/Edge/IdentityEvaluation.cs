using Guidon.Flags;

namespace Guidon.Server.Edge;

/// <summary>One evaluation between being decided and being answered. Its memory belongs to the request's <see cref="AnswerBuffer"/>.</summary>
/// <param name="Environment">What it was decided with.</param>
/// <param name="Identity">Whom it was decided for.</param>
/// <param name="ServerSide">The caller used a server-side key.</param>
/// <param name="Policy">What the environment's destinations want of it.</param>
/// <param name="Outcomes">One position in the flag set's outcomes per flag.</param>
/// <param name="Segments">One membership per segment; empty when nobody wants them.</param>
internal readonly record struct IdentityEvaluation(
    LiveEnvironment Environment,
    ResolvedIdentity Identity,
    bool ServerSide,
    CapturePolicy Policy,
    ReadOnlyMemory<int> Outcomes,
    ReadOnlyMemory<bool> Segments);
