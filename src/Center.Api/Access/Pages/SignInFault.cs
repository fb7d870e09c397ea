using Center.Api.Plumbing;
using Center.Domain.Kernel;
using Microsoft.AspNetCore.Http;

namespace Center.Api.Access.Pages;

/// <summary>Why somebody is not signed in, in both languages.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Chinese">In Chinese.</param>
/// <param name="English">In English.</param>
internal sealed record SignInFault(int Status, string Chinese, string English)
{
    /// <summary>There are several centres, and the identity belongs to none or to more than one of them.</summary>
    public static SignInFault NoCentre { get; } =
        new(
            StatusCodes.Status404NotFound,
            "无法确定所属中心，请使用所在中心给出的登录地址。",
            "Several centres are served here: use the address for signing in that your centre gave you."
        );

    /// <summary>The sign-in service did not say who it is.</summary>
    /// <param name="service">What people call it.</param>
    public static SignInFault NotByService(string service) =>
        new(
            StatusCodes.Status401Unauthorized,
            $"没有通过 {service} 登录，请重试，或使用下面的密钥。",
            $"{service} did not sign you in. Try again, or use a key."
        );

    /// <summary>A key or a link was refused.</summary>
    /// <param name="refusal">The refusal; null for none.</param>
    public static SignInFault? Of(Refusal? refusal) =>
        refusal is null
            ? null
            : new SignInFault(
                ProblemCatalogue.Of(refusal.Code).Status,
                refusal.Code switch
                {
                    "lapsed" => "链接已过期，请到前台重新获取。",
                    "wrong-state" => "链接已使用，请到前台重新获取。",
                    _ => "密钥或链接无效。",
                },
                refusal.Detail
            );
}
