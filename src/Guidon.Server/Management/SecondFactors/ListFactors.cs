using Guidon.Contracts;
using Guidon.Storage;

namespace Guidon.Server.Management.SecondFactors;

/// <summary><c>GET /api/v1/auth/mfa/user-active-methods/</c>: what log-ins of the person ask for; empty when that is the password alone.</summary>
internal sealed class ListFactors(IControlPlaneStore store)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane => Reply.Of<IReadOnlyList<FactorAnswer>>(
        StatusCodes.Status200OK,
        FactorCodes.Of(plane, caller.UserId ?? 0) is null ? [] : [new FactorAnswer(FactorCodes.Method, IsPrimary: true)],
        ContractsJson.Default.IReadOnlyListFactorAnswer));
}
